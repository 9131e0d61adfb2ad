package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the names of fields, which are the same in every message, as the same strings, and remembers which came after
 * which. A name that meets another in its place takes the place, and what follows is remembered as a place, so the cache
 * cannot grow. Threads may race: a name is complete or not there, and what follows is only a guess.
 */
final class NameCache {

    private static final int PLACES = 1024;
    private static final int LONGEST = 64;

    /** Whose fields are those of whole documents. */
    final Name root = new Name(new byte[0], 0);

    private final @Nullable Name[] names = new @Nullable Name[PLACES];

    /** Returns the name that may come next in an object of this owner, after the last one if there is one. */
    @Nullable
    Name guess(Name owner, @Nullable Name last) {
        return names[last == null ? owner.first : last.next];
    }

    /** Returns the name of these bytes, which are sound UTF-8, and remembers where it came. */
    Name name(byte[] document, int from, int to, Name owner, @Nullable Name last) {
        if (to - from > LONGEST) {
            return new Name(Arrays.copyOfRange(document, from, to), 0);
        }
        Name name = name(document, from, to);
        if (last == null) {
            owner.first = name.place;
        } else {
            last.next = name.place;
        }
        return name;
    }

    private Name name(byte[] document, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + document[i];
        }
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Name known = names[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, document, from, to)) {
            return known;
        }
        Name added = new Name(Arrays.copyOfRange(document, from, to), place);
        names[place] = added;
        return added;
    }

    /** A name, as text and as it stands in documents. */
    static final class Name {
        final String text;
        final int hash;

        /** How many fields its object had the last time. */
        int fields;

        private final byte[] bytes;
        private final int place;

        /** The places of the name that came after this one, and of the first in its object. */
        private int next;

        private int first;

        private Name(byte[] bytes, int place) {
            this.bytes = bytes;
            this.place = place;
            this.text = new String(bytes, UTF_8);
            this.hash = text.hashCode();
        }

        int length() {
            return bytes.length;
        }

        /** Returns if this name and its closing quote stand here. */
        boolean isAt(byte[] document, int from) {
            int end = from + bytes.length;
            return end < document.length
                    && document[end] == '"'
                    && Arrays.equals(bytes, 0, bytes.length, document, from, end);
        }
    }
}
