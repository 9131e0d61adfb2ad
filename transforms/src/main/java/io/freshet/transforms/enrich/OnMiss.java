package io.freshet.transforms.enrich;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of a record whose key has no row. */
enum OnMiss {
    /** It goes on as it is. */
    PASS,
    /** The fields of the row are there, and null. */
    NULL,
    /** It goes on with a header that says so. */
    TAG,
    /** It is an error of this record, which Connect's {@code errors.tolerance} governs. */
    FAIL;

    static OnMiss named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    static String[] names() {
        return Arrays.stream(values()).map(OnMiss::toString).toArray(String[]::new);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
