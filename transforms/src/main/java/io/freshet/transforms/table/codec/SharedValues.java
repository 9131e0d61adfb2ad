package io.freshet.transforms.table.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal values of a table's columns as the same objects, as far as it remembers them: a value that meets another in
 * its place takes the place. Used by one thread.
 */
final class SharedValues {

    /** Of a column with some thousand different texts nearly all are found: they rarely meet. */
    private static final int TEXT_PLACES_BITS = 16;

    private static final int NUMBER_PLACES_BITS = 12;
    private static final int LONGEST = 40;

    private final @Nullable Text[] texts = new @Nullable Text[1 << TEXT_PLACES_BITS];
    private final @Nullable Double[] fractions = new @Nullable Double[1 << NUMBER_PLACES_BITS];
    private final @Nullable Long[] wholes = new @Nullable Long[1 << NUMBER_PLACES_BITS];

    /** Returns the text of these bytes, null if they are not well-formed. */
    @Nullable
    String text(JsonCursor cursor, int from, int to, Worth worth) {
        int length = to - from;
        if (length > LONGEST || !worth.isLookedFor()) {
            return cursor.text(from, to);
        }
        byte[] document = cursor.document();
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + document[i];
        }
        int place = place(hash, TEXT_PLACES_BITS);
        Text known = texts[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, document, from, to)) {
            worth.found();
            return known.text;
        }
        worth.missed();
        String text = cursor.text(from, to);
        if (text != null) {
            texts[place] = new Text(Arrays.copyOfRange(document, from, to), text);
        }
        return text;
    }

    Long whole(long value, Worth worth) {
        if ((value >= -128 && value <= 127) || !worth.isLookedFor()) {
            return value;
        }
        int place = place(Long.hashCode(value), NUMBER_PLACES_BITS);
        Long known = wholes[place];
        if (known != null && known == value) {
            worth.found();
            return known;
        }
        worth.missed();
        Long added = value;
        wholes[place] = added;
        return added;
    }

    Double fraction(double value, Worth worth) {
        if (!worth.isLookedFor()) {
            return value;
        }
        long bits = Double.doubleToRawLongBits(value);
        int place = place(Long.hashCode(bits), NUMBER_PLACES_BITS);
        Double known = fractions[place];
        if (known != null && Double.doubleToRawLongBits(known) == bits) {
            worth.found();
            return known;
        }
        worth.missed();
        Double added = value;
        fractions[place] = added;
        return added;
    }

    private static int place(int hash, int bits) {
        int mixed = hash * 0x9E37_79B9;
        return mixed >>> (32 - bits);
    }

    private record Text(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, String text) {} // never compared

    /** Whether looking for equal values pays in a column: where fewer than a third were known, it stops for a while. */
    static final class Worth {
        private static final int LEAST = -256;
        private static final int MOST = 256;
        private static final int PAUSE = 100_000;

        private int score;
        private int pause;

        boolean isLookedFor() {
            if (pause == 0) {
                return true;
            }
            pause--;
            return false;
        }

        private void found() {
            score = Math.min(score + 2, MOST);
        }

        private void missed() {
            if (--score < LEAST) {
                score = 0;
                pause = PAUSE;
            }
        }
    }
}
