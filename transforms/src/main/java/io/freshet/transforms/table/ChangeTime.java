package io.freshet.transforms.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which time a change of a table has. */
public enum ChangeTime {
    /** When the source changed, as the message tells. */
    SOURCE,
    /** That of the Kafka message. */
    RECORD;

    static List<String> names() {
        return Arrays.stream(values()).map(ChangeTime::toString).toList();
    }

    static ChangeTime named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
