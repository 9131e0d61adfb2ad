package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.freshet.transforms.json.NameCache.Name;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the fields of an object are in its document. No two have the same name. Immutable. */
final class ObjectIndex {

    /** Beyond it a hash table is worth what it costs. */
    private static final int MOST_FIELDS = 128;

    /** Objects further down are read at once, as reading them step by step would go over their bytes at each step. */
    private static final int DEEPEST = 8;

    /** The numbers kept of each field: the hash of its name, and where its value starts and ends. */
    private static final int STRIDE = 3;

    final byte[] document;
    final int from;
    final int to;
    private final NameCache cache;
    private final int depth;
    private final Name[] names;
    private final int[] places;

    private ObjectIndex(byte[] document, int from, int to, NameCache cache, int depth, Name[] names, int[] places) {
        this.document = document;
        this.from = from;
        this.to = to;
        this.cache = cache;
        this.depth = depth;
        this.names = names;
        this.places = places;
    }

    int size() {
        return names.length;
    }

    String name(int field) {
        return names[field].text;
    }

    /** Returns the field of this name, or a negative number. */
    int indexOf(@Nullable Object name) {
        if (name instanceof String text) {
            int hash = text.hashCode();
            for (int i = 0; i < names.length; i++) {
                if (places[STRIDE * i] == hash && names[i].text.equals(text)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Returns if a field is an object or an array, which are read as what can be changed. */
    boolean isContainer(int field) {
        byte first = document[places[STRIDE * field + 1]];
        return first == '{' || first == '[';
    }

    /** Reads a field, anew each time. */
    @Nullable
    Object value(int field) {
        int start = places[STRIDE * field + 1];
        int end = places[STRIDE * field + 2];
        if (end < 0) {
            return new String(document, start + 1, ~end - start - 2, ISO_8859_1);
        }
        if (document[start] == '{' && depth < DEEPEST) {
            ObjectIndex nested = new QuickScan(document, start, cache).index(names[field], depth + 1);
            if (nested != null) {
                return new MessageMap(nested);
            }
        }
        return new QuickScan(document, start, cache).value(names[field]);
    }

    /** Returns where a field begins, at the quote before its name. */
    int start(int field) {
        int at = places[STRIDE * field + 1] - 1;
        while (document[at] != '"') {
            at--;
        }
        return at - names[field].length() - 1;
    }

    /** Returns where a field ends. */
    int end(int field) {
        int end = places[STRIDE * field + 2];
        return end < 0 ? ~end : end;
    }

    /** Takes the fields as they come. */
    static final class Builder {
        private final Name owner;
        private Name[] names;
        private int[] places;
        private int size;

        /** One bit for some of the hashes there are; while a hash's bit is not set, it is new. */
        private long hashes;

        Builder(Name owner) {
            this.owner = owner;
            int expected = owner.fields;
            this.names = new Name[expected];
            this.places = new int[STRIDE * expected];
        }

        /**
         * Adds a field.
         *
         * @param plain if it is text in ASCII without escapes
         * @return false if it cannot be
         */
        boolean add(Name name, int start, int end, boolean plain) {
            long bit = 1L << name.hash;
            if ((hashes & bit) != 0 && isThere(name)) {
                return false;
            }
            hashes |= bit;
            if (size == names.length && !grow()) {
                return false;
            }
            names[size] = name;
            int place = STRIDE * size++;
            places[place] = name.hash;
            places[place + 1] = start;
            places[place + 2] = plain ? ~end : end;
            return true;
        }

        private boolean isThere(Name name) {
            for (int i = 0; i < size; i++) {
                if (places[STRIDE * i] == name.hash && names[i].text.equals(name.text)) {
                    return true;
                }
            }
            return false;
        }

        private boolean grow() {
            int larger = Math.min(MOST_FIELDS, Math.max(8, 2 * size));
            names = Arrays.copyOf(names, larger);
            places = Arrays.copyOf(places, STRIDE * larger);
            return size < larger;
        }

        ObjectIndex build(byte[] document, int from, int to, NameCache cache, int depth) {
            if (size < names.length) {
                names = Arrays.copyOf(names, size);
                places = Arrays.copyOf(places, STRIDE * size);
            }
            owner.fields = size;
            return new ObjectIndex(document, from, to, cache, depth, names, places);
        }
    }
}
