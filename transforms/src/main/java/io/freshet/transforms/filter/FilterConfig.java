package io.freshet.transforms.filter;

import io.freshet.transforms.expression.Expression;
import io.freshet.transforms.expression.ExpressionSetting;
import io.freshet.transforms.expression.ExpressionType;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.settings.KnownKeys;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of {@link Filter}. */
final class FilterConfig extends AbstractConfig {

    private static final String CONDITION = "condition";
    private static final String MODE = "mode";
    private static final String ON_NULL = "on.null";
    private static final String ON_ERROR = "on.error";
    private static final String METRICS_NAME = "metrics.name";

    private static final String INCLUDE = "include";
    private static final String EXCLUDE = "exclude";
    private static final String PASS = "pass";
    private static final String DROP = "drop";
    private static final String EVALUATE = "evaluate";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    CONDITION,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ExpressionSetting(ExpressionType.BOOL),
                    ConfigDef.Importance.HIGH,
                    "What is asked of each record, over its value, key, headers, topic, partition and timestamp, such as"
                            + " value.delay > 60 && value.origin in [\"JFK\", \"LAX\"].")
            .define(
                    MODE,
                    ConfigDef.Type.STRING,
                    INCLUDE,
                    ConfigDef.ValidString.in(INCLUDE, EXCLUDE),
                    ConfigDef.Importance.HIGH,
                    "Whether the records go on of which the condition is true (include), or the others (exclude).")
            .define(
                    ON_NULL,
                    ConfigDef.Type.STRING,
                    PASS,
                    ConfigDef.ValidString.in(PASS, DROP, EVALUATE),
                    ConfigDef.Importance.MEDIUM,
                    "What becomes of a record whose value is null, such as a tombstone, where the condition asks for the"
                            + " value: it goes on (pass), it does not (drop), or the condition is asked all the same"
                            + " (evaluate), with value == null.")
            .define(
                    ON_ERROR,
                    ConfigDef.Type.STRING,
                    "fail",
                    new Fallback.Validator(Fallback.WITHOUT_NULL),
                    ConfigDef.Importance.MEDIUM,
                    "What becomes of a record of which the condition is neither true nor false, because a field is missing or"
                            + " of another type: pass it, tag it with the header " + Filter.ERROR_HEADER
                            + ", which says why, drop it, fail, which errors.tolerance governs, or, in a source connector,"
                            + " tag it and route it to another topic.")
            .define(
                    METRICS_NAME,
                    ConfigDef.Type.STRING,
                    "filter",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.LOW,
                    "What this transformation is called in metrics; those of one name in a worker are counted"
                            + " together.");

    FilterConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        KnownKeys.ofTransformation(DEFINITION.names(), List.of()).check(settings.keySet());
    }

    Expression condition() {
        return Expression.parse(CONDITION, getString(CONDITION), ExpressionType.BOOL);
    }

    /** Returns what the condition is for records that go on. */
    boolean keeps() {
        return getString(MODE).equals(INCLUDE);
    }

    boolean evaluatesNull() {
        return getString(ON_NULL).equals(EVALUATE);
    }

    boolean dropsNull() {
        return getString(ON_NULL).equals(DROP);
    }

    Fallback onError() {
        return Fallback.parse(ON_ERROR, getString(ON_ERROR));
    }

    String metricsName() {
        return getString(METRICS_NAME);
    }
}
