package io.freshet.transforms.table.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a table's topic tells changes. */
public enum TableFormat {
    /** Each message by what it looks like. */
    DETECT,
    /** Debezium's envelope: before, after, source, op. */
    DEBEZIUM,
    /** What Debezium's ExtractNewRecordState makes of it: a row, {@code __deleted} for deletes. */
    DEBEZIUM_UNWRAPPED,
    /** A row a message, the newest of a key holds; a null value deletes. */
    UPSERT,
    /** Maxwell's: type, data, old. */
    MAXWELL,
    /** Canal's flat messages: type, data, old, pkNames, several rows in one message. */
    CANAL;

    /** Returns the names by which settings know the formats. */
    public static List<String> names() {
        return Arrays.stream(values()).map(TableFormat::toString).toList();
    }

    public static TableFormat named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
