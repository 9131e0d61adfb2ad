package io.freshet.transforms.enrich;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of a record that meets a table which may be out of date. */
enum OnStale {
    /** It is joined. */
    PASS,
    /** It is joined, and goes on with a header that says so. */
    TAG,
    /** The table is unavailable. */
    FAIL;

    static String[] names() {
        return Arrays.stream(values()).map(OnStale::toString).toArray(String[]::new);
    }

    static OnStale named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
