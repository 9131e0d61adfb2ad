package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.transforms.json.NameCache.Name;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nearly all messages consist of, in one pass over the bytes. About anything else, be it broken or only unusual,
 * it says that it is unsure, and never more: what is right and what is an error is for a whole parser to decide. What it
 * has skipped without being unsure it also reads without being unsure.
 */
final class QuickScan {

    /** Stands for a document that another parser has to read. */
    static final Object UNSURE = new Object();

    private static final int DEEPEST = 200;
    private static final int LONGEST_NAME = 1000;
    private static final int LONGEST_TEXT = 1_000_000;

    /** With both of these no number is too large or too small for a double, unless all its digits are zero. */
    private static final int LONGEST_FRACTION = 40;

    private static final int LARGEST_EXPONENT = 200;

    /** That many digits fit into a long, whatever they are. */
    private static final int MOST_DIGITS = 18;

    /** Up to here a double holds every integer. */
    private static final long LARGEST_EXACT = 1L << 53;

    /** The powers of ten that a double holds exactly; with them one division or multiplication rounds once, thus rightly. */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    /** What a text consists of. */
    private static final int BROKEN = -1;

    private static final int ASCII = 0;
    private static final int BEYOND_ASCII = 1;
    private static final int ESCAPED = 3;

    private final byte[] document;
    private final NameCache names;
    private int at;

    /** The number that was skipped last: its digits, the power of ten they count, if it is an integer, if a double has all of its digits. */
    private long digits;

    private int power;
    private boolean whole;
    private boolean exact;

    QuickScan(byte[] document, int from, NameCache names) {
        this.document = document;
        this.at = from;
        this.names = names;
    }

    /** Returns the value of the object or array that is next, or {@link #UNSURE}. */
    @Nullable
    Object read() {
        return switch (next()) {
            case '{' -> object(names.root, 1);
            case '[' -> array(names.root, 1);
            default -> UNSURE;
        };
    }

    /** Returns a value that has been skipped before. */
    @Nullable
    Object value(Name owner) {
        return value(owner, 1);
    }

    /**
     * Finds the fields of the object that is next.
     *
     * @return null if unsure, if it is no object, or if it has two fields of the same name or too many
     */
    @Nullable
    ObjectIndex index(Name owner, int depth) {
        if (next() != '{') {
            return null;
        }
        int from = at - 1;
        ObjectIndex.Builder index = new ObjectIndex.Builder(owner);
        byte mark = next();
        Name last = null;
        while (mark == '"') {
            Name name = name(owner, last);
            if (name == null || next() != ':') {
                return null;
            }
            byte first = next();
            int start = at - 1;
            int kind = skip(first, 1);
            if (kind == BROKEN || !index.add(name, start, at, kind == ASCII)) {
                return null;
            }
            last = name;
            mark = next();
            if (mark == '}') {
                return index.build(document, from, at, names, depth);
            }
            mark = mark == ',' ? next() : 0;
        }
        return mark == '}' && last == null ? index.build(document, from, at, names, depth) : null;
    }

    private @Nullable Object value(Name owner, int depth) {
        byte first = next();
        return switch (first) {
            case '"' -> text();
            case '{' -> object(owner, depth + 1);
            case '[' -> array(owner, depth + 1);
            case 't' -> isTrue() ? true : UNSURE;
            case 'f' -> isFalse() ? false : UNSURE;
            case 'n' -> isNull() ? null : UNSURE;
            default -> number(first);
        };
    }

    private Object object(Name owner, int depth) {
        Map<String, @Nullable Object> map = new HashMap<>();
        byte mark = next();
        if (mark == '}') {
            return map;
        }
        Name last = null;
        while (mark == '"' && depth <= DEEPEST) {
            Name name = name(owner, last);
            if (name == null || next() != ':') {
                return UNSURE;
            }
            Object value = value(name, depth);
            if (value == UNSURE) {
                return UNSURE;
            }
            map.put(name.text, value);
            last = name;
            mark = next();
            if (mark == '}') {
                return map;
            }
            mark = mark == ',' ? next() : 0;
        }
        return UNSURE;
    }

    private Object array(Name owner, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        if (depth > DEEPEST) {
            return UNSURE;
        }
        byte mark = next();
        if (mark == ']') {
            return list;
        }
        at--;
        do {
            Object value = value(owner, depth);
            if (value == UNSURE) {
                return UNSURE;
            }
            list.add(value);
            mark = next();
        } while (mark == ',');
        return mark == ']' ? list : UNSURE;
    }

    /** Moves past a value and returns {@link #BROKEN} if unsure, {@link #ASCII} if it is text of this kind, else another. */
    private int skip(byte first, int depth) {
        return switch (first) {
            case '"' -> skipText();
            case '{' -> sure(skipObject(depth + 1));
            case '[' -> sure(skipArray(depth + 1));
            case 't' -> sure(isTrue());
            case 'f' -> sure(isFalse());
            case 'n' -> sure(isNull());
            default -> sure(skipNumber(first));
        };
    }

    private static int sure(boolean sure) {
        return sure ? BEYOND_ASCII : BROKEN;
    }

    private boolean skipObject(int depth) {
        byte mark = next();
        if (mark == '}') {
            return true;
        }
        while (mark == '"' && depth <= DEEPEST) {
            if (!skipName() || next() != ':' || skip(next(), depth) == BROKEN) {
                return false;
            }
            mark = next();
            if (mark == '}') {
                return true;
            }
            mark = mark == ',' ? next() : 0;
        }
        return false;
    }

    private boolean skipArray(int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        byte mark = next();
        if (mark == ']') {
            return true;
        }
        at--;
        do {
            if (skip(next(), depth) == BROKEN) {
                return false;
            }
            mark = next();
        } while (mark == ',');
        return mark == ']';
    }

    /** Returns the name after the opening quote; null if unsure. */
    private @Nullable Name name(Name owner, @Nullable Name last) {
        Name guess = names.guess(owner, last);
        if (guess != null && guess.isAt(document, at)) {
            at += guess.length() + 1;
            return guess;
        }
        int from = at;
        return skipName() ? names.name(document, from, at - 1, owner, last) : null;
    }

    private boolean skipName() {
        int from = at;
        int kind = skipText();
        return (kind == ASCII || kind == BEYOND_ASCII) && at - from <= LONGEST_NAME;
    }

    private Object text() {
        int from = at;
        int kind = skipText();
        return switch (kind) {
            case ASCII -> new String(document, from, at - 1 - from, ISO_8859_1);
            case BEYOND_ASCII -> new String(document, from, at - 1 - from, UTF_8);
            case ESCAPED -> unescaped(from, at - 1);
            default -> UNSURE;
        };
    }

    /** Moves past a text and its closing quote and returns what it consists of. */
    private int skipText() {
        int from = at;
        int kind = ASCII;
        while (true) {
            int i = plainUntil(at);
            if (i >= document.length || i - from > LONGEST_TEXT) {
                return BROKEN;
            }
            byte b = document[i];
            at = i + 1;
            if (b == '"') {
                return kind;
            } else if (b == '\\') {
                kind = ESCAPED;
                if (escape() < 0) {
                    return BROKEN;
                }
            } else if (b < 0 && isCharacter(b)) {
                kind |= BEYOND_ASCII;
            } else {
                return BROKEN;
            }
        }
    }

    /** Returns where the next byte stands that is no plain character: a quote, a backslash, a control, or beyond ASCII. */
    private int plainUntil(int from) {
        int i = from;
        for (; i <= document.length - 8; i += 8) {
            long eight = (long) EIGHT_BYTES.get(document, i);
            long quote = eight ^ '"' * ONES;
            long backslash = eight ^ '\\' * ONES;
            // Exact up to the first byte that counts, as borrows only go up from one that does.
            long special = (zero(quote) | zero(backslash) | (eight - ' ' * ONES) | eight) & TOPS;
            if (special != 0) {
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (i < document.length && document[i] >= ' ' && document[i] != '"' && document[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Sets the top bit of each byte that is zero; of those above the first also of some that are not. */
    private static long zero(long eight) {
        return (eight - ONES) & ~eight;
    }

    /** Moves past the rest of a character of several bytes, unless it is malformed (the Unicode Standard, table 3-7). */
    private boolean isCharacter(byte lead) {
        int first = lead & 0xff;
        if (first >= 0xc2 && first <= 0xdf) {
            return follows(0x80, 0xbf);
        }
        if (first >= 0xe0 && first <= 0xef) {
            return follows(first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && follows(0x80, 0xbf);
        }
        return first >= 0xf0
                && first <= 0xf4
                && follows(first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf)
                && follows(0x80, 0xbf)
                && follows(0x80, 0xbf);
    }

    private boolean follows(int least, int most) {
        int b = take() & 0xff;
        return b >= least && b <= most;
    }

    private String unescaped(int from, int to) {
        int end = at;
        StringBuilder text = new StringBuilder(to - from);
        int start = from;
        for (int i = from; i < to; i++) {
            if (document[i] == '\\') {
                text.append(new String(document, start, i - start, UTF_8));
                at = i + 1;
                text.append((char) escape());
                start = at;
                i = at - 1;
            }
        }
        at = end;
        return text.append(new String(document, start, to - start, UTF_8)).toString();
    }

    /** Returns the character after a backslash, or a negative number. */
    private int escape() {
        return switch (take()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex() << 12 | hex() << 8 | hex() << 4 | hex();
            default -> -1;
        };
    }

    private int hex() {
        byte digit = take();
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }

    private Object number(byte mark) {
        int from = at - 1;
        if (!skipNumber(mark)) {
            return UNSURE;
        }
        if (whole) {
            return mark == '-' ? -digits : digits;
        }
        if (!exact || Math.abs(power) >= POWERS_OF_TEN.length) {
            return rounded(from);
        }
        double number = power < 0 ? digits / POWERS_OF_TEN[-power] : digits * POWERS_OF_TEN[power];
        return mark == '-' && number != 0 ? -number : number;
    }

    /** As if by way of a BigDecimal, which has no negative zero. */
    private double rounded(int from) {
        double number = Double.parseDouble(new String(document, from, at - from, ISO_8859_1));
        return number == 0 ? 0 : number;
    }

    /** Moves past a number and leaves in the fields what it is, without its sign; false if unsure. */
    private boolean skipNumber(byte mark) {
        int first = mark == '-' ? at : at - 1;
        at = first;
        power = 0;
        digits = 0;
        skipDigits();
        int length = at - first;
        if (length == 0 || (length > 1 && document[first] == '0')) {
            return false;
        }
        byte next = peek();
        whole = next != '.' && next != 'e' && next != 'E';
        // A number of one digit more than always fits is negative by now if it did not.
        return whole ? length <= MOST_DIGITS || (length == MOST_DIGITS + 1 && digits >= 0) : skipFraction(length);
    }

    /** Digits may run over, and are used only if there are too few for that. */
    private void skipDigits() {
        int i = at;
        long read = digits;
        while (i < document.length && isDigit(document[i])) {
            read = 10 * read + document[i++] - '0';
        }
        digits = read;
        at = i;
    }

    private boolean skipFraction(int integers) {
        int count = integers;
        if (peek() == '.') {
            int point = at++;
            skipDigits();
            power = point + 1 - at;
            count -= power;
            if (power == 0) {
                return false;
            }
        }
        exact = count <= MOST_DIGITS && digits <= LARGEST_EXACT;
        return count <= LONGEST_FRACTION && ((peek() != 'e' && peek() != 'E') || skipExponent());
    }

    private boolean skipExponent() {
        at++;
        boolean negative = peek() == '-';
        if (negative || peek() == '+') {
            at++;
        }
        int first = at;
        int exponent = 0;
        while (isDigit(peek()) && at - first <= 3) {
            exponent = 10 * exponent + document[at++] - '0';
        }
        power += negative ? -exponent : exponent;
        return at > first && at - first <= 3 && exponent <= LARGEST_EXPONENT;
    }

    private boolean isTrue() {
        return take() == 'r' && take() == 'u' && take() == 'e';
    }

    private boolean isFalse() {
        return take() == 'a' && take() == 'l' && take() == 's' && take() == 'e';
    }

    private boolean isNull() {
        return take() == 'u' && take() == 'l' && take() == 'l';
    }

    /** Moves past white space and the byte that follows, and returns it; 0, which is never right, at the end. */
    private byte next() {
        byte b = take();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            b = take();
        }
        return b;
    }

    private byte take() {
        return at < document.length ? document[at++] : 0;
    }

    private byte peek() {
        return at < document.length ? document[at] : 0;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
