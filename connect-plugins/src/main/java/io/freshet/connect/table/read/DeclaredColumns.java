package io.freshet.connect.table.read;

import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** Columns and their types as a setting declares them, such as {@code id bigint, price decimal(10,2)}. */
public record DeclaredColumns(Map<String, ColumnType> types) {

    private static final Pattern COLUMN = Pattern.compile(
            "\\s*(?:\"([^\"]+)\"|([^\\s\",()]+))\\s+([A-Za-z]+)\\s*(?:\\(\\s*(\\d{1,6})\\s*(?:,\\s*(\\d{1,4})\\s*)?\\))?\\s*(,|$)");

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("boolean", Kind.BOOLEAN),
            Map.entry("smallint", Kind.INT16),
            Map.entry("int", Kind.INT32),
            Map.entry("bigint", Kind.INT64),
            Map.entry("real", Kind.FLOAT32),
            Map.entry("double", Kind.FLOAT64),
            Map.entry("decimal", Kind.DECIMAL),
            Map.entry("text", Kind.TEXT),
            Map.entry("bytes", Kind.BYTES),
            Map.entry("date", Kind.DATE),
            Map.entry("time", Kind.TIME),
            Map.entry("timestamp", Kind.TIMESTAMP),
            Map.entry("timestamptz", Kind.MOMENT),
            Map.entry("json", Kind.JSON));

    /**
     * Reads the setting.
     *
     * @throws ConfigException if it is not written so, names a column twice or a type that is none
     */
    public static DeclaredColumns parse(String setting, String text) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        Matcher matcher = COLUMN.matcher(text);
        int at = 0;
        while (at < text.length() && !text.isBlank()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new ConfigException(
                        setting,
                        text,
                        "Expecting name type, ... such as id bigint, price decimal(10,2), at position " + at);
            }
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            if (types.put(name, type(setting, text, matcher)) != null) {
                throw new ConfigException(setting, text, "Expecting each column once. Found twice: " + name);
            }
            at = matcher.end();
        }
        return new DeclaredColumns(types);
    }

    private static ColumnType type(String setting, String text, Matcher matcher) {
        Kind kind = KINDS.get(matcher.group(3).toLowerCase(Locale.ROOT));
        if (kind == null) {
            throw new ConfigException(
                    setting,
                    text,
                    "Expecting one of " + KINDS.keySet().stream().sorted().toList() + ". Found: " + matcher.group(3));
        }
        int length = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        int scale = matcher.group(5) == null
                ? (kind == Kind.DECIMAL && length > 0 ? 0 : -1)
                : Integer.parseInt(matcher.group(5));
        boolean sized = kind == Kind.DECIMAL || kind == Kind.TEXT || kind == Kind.BYTES;
        if ((length > 0 && !sized) || (scale > 0 && (kind != Kind.DECIMAL || scale > length))) {
            throw new ConfigException(
                    setting,
                    text,
                    "Expecting text(length), bytes(length) or decimal(digits,scale). Found: "
                            + matcher.group().strip());
        }
        return new ColumnType(kind, length, scale);
    }
}
