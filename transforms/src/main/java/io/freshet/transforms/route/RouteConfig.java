package io.freshet.transforms.route;

import io.freshet.transforms.expression.Expression;
import io.freshet.transforms.expression.ExpressionSetting;
import io.freshet.transforms.expression.ExpressionType;
import io.freshet.transforms.expression.NamedExpression;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.settings.KnownKeys;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of {@link Route}. */
final class RouteConfig extends AbstractConfig {

    private static final String TOPIC = "topic";
    private static final String CASES = "cases";
    private static final String ON_NULL = "on.null";
    private static final String ON_ERROR = "on.error";
    private static final String METRICS_NAME = "metrics.name";

    private static final String PASS = "pass";
    private static final String EVALUATE = "evaluate";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    TOPIC,
                    ConfigDef.Type.STRING,
                    null,
                    new ExpressionSetting(ExpressionType.STRING),
                    ConfigDef.Importance.HIGH,
                    "The topic of each record, such as topic + '-' + value.origin.lowerAscii(). With cases, that of the"
                            + " records for which none is true; unset: they keep their topic.")
            .define(
                    CASES,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.LambdaValidator.with(RouteConfig::checkCases, () -> "topic = condition; ..."),
                    ConfigDef.Importance.HIGH,
                    "Topics, each with its condition, separated by semicolons, such as late-flights = value.delay > 60;"
                            + " jfk-flights = value.origin == 'JFK'. A record goes to the first whose condition is true.")
            .define(
                    ON_NULL,
                    ConfigDef.Type.STRING,
                    PASS,
                    ConfigDef.ValidString.in(PASS, EVALUATE),
                    ConfigDef.Importance.MEDIUM,
                    "What becomes of a record whose value is null, such as a tombstone, where an expression asks for the value:"
                            + " it keeps its topic (pass), or the expressions are asked all the same (evaluate), with"
                            + " value == null.")
            .define(
                    ON_ERROR,
                    ConfigDef.Type.STRING,
                    "fail",
                    new Fallback.Validator(Fallback.WITHOUT_NULL),
                    ConfigDef.Importance.MEDIUM,
                    "What becomes of a record whose topic cannot be told, because a field is missing or of another type: pass"
                            + " it, tag it with the header " + Route.ERROR_HEADER
                            + ", which says why, drop it, fail, which errors.tolerance governs, or, in a source connector,"
                            + " tag it and route it to another topic.")
            .define(
                    METRICS_NAME,
                    ConfigDef.Type.STRING,
                    "route",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.LOW,
                    "What this transformation is called in metrics; those of one name in a worker are counted"
                            + " together.");

    RouteConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        KnownKeys.ofTransformation(DEFINITION.names(), List.of()).check(settings.keySet());
        if (getString(TOPIC) == null && getString(CASES) == null) {
            throw new ConfigException(TOPIC, null, "Expecting an expression, or cases");
        }
    }

    private static void checkCases(String setting, @Nullable Object value) {
        if (value != null) {
            cases(setting, String.valueOf(value));
        }
    }

    private static List<NamedExpression> cases(String setting, String text) {
        return NamedExpression.parseAll(setting, text, ExpressionType.BOOL, name -> {
            if (!Topics.isTopic(name)) {
                throw new IllegalArgumentException("Expecting the name of a topic. Found: " + name);
            }
        });
    }

    Topics topics() {
        String cases = getString(CASES);
        String topic = getString(TOPIC);
        return new Topics(
                cases == null ? List.of() : cases(CASES, cases),
                topic == null ? null : Expression.parse(TOPIC, topic, ExpressionType.STRING));
    }

    boolean evaluatesNull() {
        return getString(ON_NULL).equals(EVALUATE);
    }

    Fallback onError() {
        return Fallback.parse(ON_ERROR, getString(ON_ERROR));
    }

    String metricsName() {
        return getString(METRICS_NAME);
    }
}
