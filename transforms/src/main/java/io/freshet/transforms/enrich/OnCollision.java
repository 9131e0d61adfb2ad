package io.freshet.transforms.enrich;

import java.util.Arrays;
import java.util.Locale;

/** What wins where the record has a field of the name that an added one gets. */
enum OnCollision {
    /** The added field takes its place. */
    OVERWRITE,
    /** The record's field stays. */
    KEEP,
    /** It is an error of this record. */
    FAIL;

    static OnCollision named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    static String[] names() {
        return Arrays.stream(values()).map(OnCollision::toString).toArray(String[]::new);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
