package io.freshet.connect.json;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** The settings of {@link FastJsonConverter}: those of JsonConverter, as far as they apply without schema. */
final class FastJsonConverterConfig extends AbstractConfig {
    static final String SCHEMAS_ENABLE = "schemas.enable";
    static final String DECIMAL_FORMAT = "decimal.format";
    static final String REPLACE_NULL_WITH_DEFAULT = "replace.null.with.default";
    static final String SCHEMAS_CACHE_SIZE = "schemas.cache.size";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    SCHEMAS_ENABLE,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    withoutSchemas(),
                    Importance.HIGH,
                    "This converter reads and writes JSON without schema. The setting is here so that one that expects"
                            + " schemas is refused.")
            .define(
                    DECIMAL_FORMAT,
                    ConfigDef.Type.STRING,
                    DecimalFormat.BASE64.name(),
                    CaseInsensitiveValidString.in(DecimalFormat.BASE64.name(), DecimalFormat.NUMERIC.name()),
                    Importance.LOW,
                    "How fields of Connect's type Decimal are written: their unscaled bytes as text (BASE64) or a number"
                            + " (NUMERIC). A number with a fraction is always read as a double.")
            .define(
                    REPLACE_NULL_WITH_DEFAULT,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "Whether a null in a field whose schema has a default is written as that default or as null.")
            .define(
                    SCHEMAS_CACHE_SIZE,
                    ConfigDef.Type.INT,
                    1000,
                    Importance.LOW,
                    "Without effect, as no schemas are read. Taken so that the settings of a JsonConverter fit.");

    FastJsonConverterConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
    }

    DecimalFormat decimalFormat() {
        return DecimalFormat.valueOf(getString(DECIMAL_FORMAT).toUpperCase(Locale.ROOT));
    }

    boolean replaceNullWithDefault() {
        return getBoolean(REPLACE_NULL_WITH_DEFAULT);
    }

    private static ConfigDef.Validator withoutSchemas() {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    if (Boolean.TRUE.equals(value)) {
                        throw new ConfigException(
                                key,
                                value,
                                "Expecting false, as this converter reads and writes JSON without schema;"
                                        + " org.apache.kafka.connect.json.JsonConverter does both");
                    }
                },
                () -> "false");
    }
}
