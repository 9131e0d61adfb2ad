package io.freshet.transforms.derive;

import io.freshet.transforms.expression.ExpressionType;
import io.freshet.transforms.expression.NamedExpression;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.settings.KnownKeys;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The settings of {@link Derive}. */
final class DeriveConfig extends AbstractConfig {

    private static final String FIELDS = "fields";
    private static final String ON_ERROR = "on.error";
    private static final String METRICS_NAME = "metrics.name";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    FIELDS,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(DeriveConfig::checkFields, () -> "field = expression; ..."),
                    ConfigDef.Importance.HIGH,
                    "Fields to add, each with its expression, separated by semicolons, such as late = value.delay > 15;"
                            + " route.name = value.origin + '-' + value.destination. A path's steps are separated by dots, a"
                            + " name that has dots stands between backticks. A field that is there already gets the new"
                            + " value. All expressions see the record as it came in.")
            .define(
                    ON_ERROR,
                    ConfigDef.Type.STRING,
                    "fail",
                    new Fallback.Validator(),
                    ConfigDef.Importance.MEDIUM,
                    "What becomes of a record for which an expression has no value, because a field is missing or of another"
                            + " type: pass it as it is, add that field as null, tag it with the header "
                            + Derive.ERROR_HEADER
                            + ", which says why, drop it, fail, which errors.tolerance governs, or,"
                            + " in a source connector, tag it and route it to another topic.")
            .define(
                    METRICS_NAME,
                    ConfigDef.Type.STRING,
                    "derive",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.LOW,
                    "What this transformation is called in metrics; those of one name in a worker are counted"
                            + " together.");

    DeriveConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        KnownKeys.ofTransformation(DEFINITION.names(), List.of()).check(settings.keySet());
    }

    private static void checkFields(String setting, @Nullable Object value) {
        if (value != null) {
            fields(setting, String.valueOf(value));
        }
    }

    private static List<NamedExpression> fields(String setting, String text) {
        List<NamedExpression> fields =
                NamedExpression.parseAll(setting, text, ExpressionType.ANY, name -> checkPath(setting, name));
        TargetTree.of(setting, fields);
        return fields;
    }

    private static void checkPath(String setting, String name) {
        if (name.equals(".")) {
            throw new IllegalArgumentException("Expecting the path of a field. Found: the whole");
        }
        FieldPath.parse(setting, name);
    }

    TargetTree fields() {
        return TargetTree.of(FIELDS, fields(FIELDS, getString(FIELDS)));
    }

    Fallback onError() {
        return Fallback.parse(ON_ERROR, getString(ON_ERROR));
    }

    String metricsName() {
        return getString(METRICS_NAME);
    }
}
