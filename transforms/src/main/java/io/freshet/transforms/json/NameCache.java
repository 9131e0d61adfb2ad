package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the names of fields, which are the same in every message, as the same strings. A name that meets another in its
 * place takes the place, so the cache cannot grow. Threads may race: an entry is complete or not there.
 */
final class NameCache {

    private static final int PLACES = 1024;
    private static final int LONGEST = 64;

    private final @Nullable Name[] names = new @Nullable Name[PLACES];

    /** Returns the name of these ASCII bytes. */
    String ascii(byte[] document, int from, int to, int hash) {
        if (to - from > LONGEST) {
            return new String(document, from, to - from, ISO_8859_1);
        }
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Name known = names[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, document, from, to)) {
            return known.text;
        }
        Name added = new Name(Arrays.copyOfRange(document, from, to));
        names[place] = added;
        return added.text;
    }

    private static final class Name {
        private final byte[] bytes;
        private final String text;

        Name(byte[] bytes) {
            this.bytes = bytes;
            this.text = new String(bytes, ISO_8859_1);
        }
    }
}
