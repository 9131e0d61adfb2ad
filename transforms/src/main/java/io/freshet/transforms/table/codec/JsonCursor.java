package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the bytes of a JSON document, where it can eight at a time. What is skipped is not checked. About anything that
 * is broken or only unusual it becomes unsure, and stays so until the next document: what is right and what is an error is
 * for a whole parser to decide. Used by one thread.
 *
 * <p>Bytes of one kind among eight are found as in Mycroft's null byte test: {@code (x - 0x01..01) & ~x & 0x80..80} has the
 * highest bit of the lowest zero byte of {@code x}.
 */
final class JsonCursor {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final long COMMAS = ',' * ONES;

    /** The closing bracket, but for the bit of the space, is the closing brace. */
    private static final long BRACES = '}' * ONES;

    private static final long BELOW = '!' * ONES;
    private static final char REPLACEMENT = '\ufffd';

    /** That many digits fit into a long, whatever they are. */
    private static final int MOST_DIGITS = 18;

    /** Up to here a double holds every integer. */
    private static final long LARGEST_EXACT = 1L << 53;

    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_TEXT = 1_000_000;

    /** The powers of ten that a double holds exactly; one division by them rounds once, thus rightly. */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private byte[] document = {};
    private int at;
    private int end;
    private boolean unsure;

    void open(byte[] bytes, int from, int to) {
        document = bytes;
        at = from;
        end = to;
        unsure = false;
    }

    byte[] document() {
        return document;
    }

    int at() {
        return at;
    }

    boolean isUnsure() {
        return unsure;
    }

    void giveUp() {
        unsure = true;
        at = end;
    }

    /** Moves past white space and the byte that follows, and returns it; 0, which is never right, at the end. */
    byte next() {
        while (at < end) {
            byte b = document[at++];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return b;
            }
        }
        return 0;
    }

    /** Returns if nothing follows but white space. */
    boolean isAtEnd() {
        return next() == 0 && at >= end && !unsure;
    }

    /** Moves past these bytes if they follow. */
    boolean take(Bytes expected) {
        int length = expected.length;
        int i = at;
        if (length + 8 > end - i) {
            return takeLast(expected);
        }
        long[] words = expected.words;
        int last = words.length - 1;
        for (int w = 0; w < last; w++, i += 8) {
            if ((long) EIGHT.get(document, i) != words[w]) {
                return false;
            }
        }
        if (((long) EIGHT.get(document, i) & expected.lastMask) != words[last]) {
            return false;
        }
        at += length;
        return true;
    }

    /** Where eight bytes cannot be read at once, near the end. */
    private boolean takeLast(Bytes expected) {
        int to = at + expected.length;
        if (to > end || !Arrays.equals(document, at, to, expected.bytes, 0, expected.length)) {
            return false;
        }
        at = to;
        return true;
    }

    /** Bytes that are expected, at least one, as words of eight. */
    static final class Bytes {
        private final byte[] bytes;
        private final int length;
        private final long[] words;
        private final long lastMask;

        Bytes(String ascii) {
            this.bytes = ascii.getBytes(ISO_8859_1);
            this.length = bytes.length;
            this.words = new long[(length + 7) / 8];
            byte[] padded = Arrays.copyOf(bytes, 8 * words.length);
            for (int i = 0; i < words.length; i++) {
                words[i] = (long) EIGHT.get(padded, 8 * i);
            }
            this.lastMask = -1L >>> (8 * (padded.length - length));
        }
    }

    /** Reads a name after its quote, up to the colon; null, and unsure, if it is none of plain ASCII. */
    @Nullable
    String name() {
        int from = at;
        while (at < end) {
            byte b = document[at++];
            if (b == '"') {
                String name = new String(document, from, at - 1 - from, ISO_8859_1);
                if (next() == ':') {
                    return name;
                }
                break;
            }
            if (b < ' ' || b == '\\') {
                break;
            }
        }
        giveUp();
        return null;
    }

    /** Moves past the value that begins with the byte that was taken last. */
    void skip(byte first) {
        switch (first) {
            case '"' -> skipText();
            case '{', '[' -> skipNested();
            case 't', 'f', 'n', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> skipWord();
            default -> giveUp();
        }
    }

    /** To the comma, the bracket or the white space that ends a number, true, false or null. */
    private void skipWord() {
        int i = at;
        while (i + 8 <= end) {
            long eight = (long) EIGHT.get(document, i);
            long found = zeros(eight ^ COMMAS) | zeros((eight | SPACES) ^ BRACES) | ((eight - BELOW) & ~eight & HIGHS);
            if (found != 0) {
                at = i + (Long.numberOfTrailingZeros(found) >>> 3);
                return;
            }
            i += 8;
        }
        while (i < end && document[i] > ' ' && document[i] != ',' && (document[i] | ' ') != '}') {
            i++;
        }
        at = i;
    }

    private void skipNested() {
        int depth = 1;
        while (at < end) {
            byte b = document[at++];
            if (b == '"') {
                skipText();
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return;
            }
        }
        giveUp();
    }

    private void skipText() {
        int i = at;
        while (i + 8 <= end) {
            long eight = (long) EIGHT.get(document, i);
            long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
            if (found == 0) {
                i += 8;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            if (document[i] == '"') {
                at = i + 1;
                return;
            }
            i += 2;
        }
        while (i < end) {
            byte b = document[i];
            if (b == '"') {
                at = i + 1;
                return;
            }
            i += b == '\\' ? 2 : 1;
        }
        giveUp();
    }

    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGHS;
    }

    /**
     * Moves past a text of which the quote was taken, and returns where it ends: its closing quote. Negative if it has to be
     * read by a parser, because it has escapes or is broken; the cursor is where it was then.
     */
    int plainText() {
        int i = at;
        long all = 0;
        while (i + 8 <= end) {
            long eight = (long) EIGHT.get(document, i);
            // Bytes below the space are controls; those with the highest bit are parts of other characters.
            long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | ((eight - SPACES) & ~eight & HIGHS);
            all |= eight;
            if (found == 0) {
                i += 8;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            break;
        }
        while (i < end) {
            byte b = document[i];
            if (b == '"') {
                if (i - at > LONGEST_TEXT) {
                    return -1;
                }
                isAscii = (all & HIGHS) == 0;
                at = i + 1;
                return i;
            }
            if (b == '\\' || (b >= 0 && b < ' ')) {
                return -1;
            }
            all |= b;
            i++;
        }
        return -1;
    }

    /** If the text that was passed last is of ASCII, as far as is known. */
    private boolean isAscii;

    /** Returns the text that was passed last, null if it is not well-formed. */
    @Nullable
    String text(int from, int to) {
        if (isAscii) {
            return new String(document, from, to - from, ISO_8859_1);
        }
        // Malformed UTF-8 comes out of the JDK as a replacement character.
        String text = new String(document, from, to - from, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : null;
    }

    /** Moves past the rest of a word of which the first byte was taken. */
    boolean word(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (at >= end || document[at++] != rest.charAt(i)) {
                giveUp();
                return false;
            }
        }
        return true;
    }

    /** What {@link #number} found. */
    enum Numeral {
        WHOLE,
        FRACTION,
        NONE
    }

    private long whole;
    private double fraction;

    long whole() {
        return whole;
    }

    double fraction() {
        return fraction;
    }

    /** Reads a number of which the first byte was taken; unsure, and none, about one that takes more than a double or long. */
    Numeral number(byte firstByte) {
        boolean negative = firstByte == '-';
        int first = negative ? at : at - 1;
        int i = first;
        long digits = 0;
        while (i < end && isDigit(document[i]) && i - first <= MOST_DIGITS) {
            digits = 10 * digits + document[i++] - '0';
        }
        int length = i - first;
        if (length == 0 || length > MOST_DIGITS || (length > 1 && document[first] == '0')) {
            giveUp();
            return Numeral.NONE;
        }
        at = i;
        byte next = i < end ? document[i] : 0;
        if (next == '.') {
            return fraction(first, digits, negative);
        }
        if (next == 'e' || next == 'E') {
            giveUp();
            return Numeral.NONE;
        }
        whole = negative ? -digits : digits;
        return Numeral.WHOLE;
    }

    private Numeral fraction(int first, long integer, boolean negative) {
        long digits = integer;
        int point = ++at;
        while (at < end && isDigit(document[at]) && at - first < LONGEST_NUMBER) {
            digits = 10 * digits + document[at++] - '0';
        }
        int places = at - point;
        byte next = at < end ? document[at] : 0;
        if (places == 0 || next == 'e' || next == 'E' || isDigit(next)) {
            giveUp();
            return Numeral.NONE;
        }
        // Digits may have run over by now, and are used only if there are too few for that.
        if (at - first - 1 <= MOST_DIGITS && digits <= LARGEST_EXACT) {
            double exact = digits / POWERS_OF_TEN[places];
            fraction = negative ? -exact : exact;
        } else {
            int from = negative ? first - 1 : first;
            fraction = Double.parseDouble(new String(document, from, at - from, ISO_8859_1));
        }
        return Numeral.FRACTION;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
