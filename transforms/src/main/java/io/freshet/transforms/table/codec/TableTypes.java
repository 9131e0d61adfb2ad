package io.freshet.transforms.table.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which types columns have where the topic tells their types. */
public enum TableTypes {
    /** Connect's own; those that Debezium makes of them become these. */
    CONNECT,
    /** As the topic has them. */
    RAW;

    /** Returns the names by which settings know them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(TableTypes::toString).toList();
    }

    public static TableTypes named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
