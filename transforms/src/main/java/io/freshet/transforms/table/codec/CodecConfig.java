package io.freshet.transforms.table.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The settings that say how a table's topic is read. Equal settings read the same. */
public final class CodecConfig {

    private static final String FORMAT = "table.format";
    private static final String TYPES = "table.types";
    private static final String KEY_CONVERTER = "table.key.converter";
    private static final String VALUE_CONVERTER = "table.value.converter";

    private final TableFormat format;
    private final TableTypes types;
    private final @Nullable ConverterSetting keyConverter;
    private final @Nullable ConverterSetting valueConverter;

    /**
     * Reads the settings that {@link #addTo} defines.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a converter is not there or refuses its settings
     */
    public CodecConfig(AbstractConfig config) {
        this(
                TableFormat.named(config.getString(FORMAT)),
                TableTypes.named(config.getString(TYPES)),
                ConverterSetting.read(config, KEY_CONVERTER, true),
                ConverterSetting.read(config, VALUE_CONVERTER, false));
    }

    CodecConfig(
            TableFormat format,
            TableTypes types,
            @Nullable ConverterSetting keyConverter,
            @Nullable ConverterSetting valueConverter) {
        this.format = format;
        this.types = types;
        this.keyConverter = keyConverter;
        this.valueConverter = valueConverter;
    }

    /** Adds these settings to a component's. */
    public static ConfigDef addTo(ConfigDef definition) {
        return definition
                .define(
                        FORMAT,
                        ConfigDef.Type.STRING,
                        TableFormat.DETECT.toString(),
                        ConfigDef.ValidString.in(TableFormat.names().toArray(String[]::new)),
                        ConfigDef.Importance.MEDIUM,
                        "How the topic's messages tell changes: Debezium's envelope, what its ExtractNewRecordState makes"
                                + " of it, rows with null values as deletes, Maxwell's messages or Canal's flat ones; by"
                                + " default each message tells by its fields.")
                .define(
                        TYPES,
                        ConfigDef.Type.STRING,
                        TableTypes.CONNECT.toString(),
                        ConfigDef.ValidString.in(TableTypes.names().toArray(String[]::new)),
                        ConfigDef.Importance.LOW,
                        "Which types columns have where the topic tells types: Debezium's types for dates, times and"
                                + " timestamps become those of Connect, which have milliseconds, and its other types the"
                                + " plain ones (connect); or they stay as they are (raw).")
                .define(
                        KEY_CONVERTER,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.LOW,
                        "The class of a converter of Connect that reads the keys of the table's topic. Its settings follow"
                                + " the prefix " + KEY_CONVERTER + ". Unset: they are JSON, with or without schema, or"
                                + " text.")
                .define(
                        VALUE_CONVERTER,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.LOW,
                        "The class of a converter of Connect that reads the values of the table's topic, such as Avro's."
                                + " Its settings follow the prefix " + VALUE_CONVERTER
                                + ". Unset: they are JSON, with or"
                                + " without schema.");
    }

    /** Returns the prefixes of settings that are passed on, with their meaning. */
    public static Map<String, String> prefixes() {
        Map<String, String> prefixes = new LinkedHashMap<>();
        prefixes.put(KEY_CONVERTER + ".", "Settings of the converter in `" + KEY_CONVERTER + "`.");
        prefixes.put(VALUE_CONVERTER + ".", "Settings of the converter in `" + VALUE_CONVERTER + "`.");
        return prefixes;
    }

    /**
     * Returns what makes codecs with these settings.
     *
     * @param columns the columns to keep, all if empty
     */
    public Codecs codecs(List<String> columns) {
        return new Codecs(format, types, keyConverter, valueConverter, columns);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CodecConfig that
                && format == that.format
                && types == that.types
                && Objects.equals(keyConverter, that.keyConverter)
                && Objects.equals(valueConverter, that.valueConverter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(format, types, keyConverter, valueConverter);
    }

    @Override
    public String toString() {
        return format.toString();
    }
}
