package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nearly all messages consist of, in one pass over the bytes. About anything else, be it broken or only unusual,
 * it says that it is unsure, and never more: what is right and what is an error is for a whole parser to decide.
 */
final class QuickScan {

    /** Stands for a document that another parser has to read. */
    static final Object UNSURE = new Object();

    private static final int DEEPEST = 200;
    private static final int LONGEST_NAME = 1000;
    private static final int LONGEST_TEXT = 1_000_000;
    private static final int LONGEST_FRACTION = 40;
    private static final char REPLACEMENT = '\ufffd';

    /** That many digits fit into a long, whatever they are. */
    private static final int MOST_DIGITS = 18;

    /** Up to here a double holds every integer. */
    private static final long LARGEST_EXACT = 1L << 53;

    /** The powers of ten that a double holds exactly; with them one division or multiplication rounds once, thus rightly. */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private final byte[] document;
    private final NameCache names;
    private int at;

    QuickScan(byte[] document, NameCache names) {
        this.document = document;
        this.names = names;
    }

    /** Returns the document's value or {@link #UNSURE}. */
    @Nullable
    Object read() {
        return switch (next()) {
            case '{' -> object(1);
            case '[' -> array(1);
            default -> UNSURE;
        };
    }

    private @Nullable Object value(int depth) {
        byte first = next();
        return switch (first) {
            case '"' -> text();
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> rest('r', 'u', 'e') ? true : UNSURE;
            case 'f' -> rest('a', 'l', 's') && take() == 'e' ? false : UNSURE;
            case 'n' -> rest('u', 'l', 'l') ? null : UNSURE;
            case '-' -> number(at, true);
            default -> isDigit(first) ? number(at - 1, false) : UNSURE;
        };
    }

    private Object object(int depth) {
        Map<String, @Nullable Object> map = new HashMap<>();
        byte mark = next();
        if (mark == '}') {
            return map;
        }
        while (mark == '"' && depth <= DEEPEST) {
            String name = name();
            if (name == null || next() != ':') {
                return UNSURE;
            }
            Object value = value(depth);
            if (value == UNSURE) {
                return UNSURE;
            }
            map.put(name, value);
            mark = next();
            if (mark == '}') {
                return map;
            }
            mark = mark == ',' ? next() : 0;
        }
        return UNSURE;
    }

    private Object array(int depth) {
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
            Object value = value(depth);
            if (value == UNSURE) {
                return UNSURE;
            }
            list.add(value);
            mark = next();
        } while (mark == ',');
        return mark == ']' ? list : UNSURE;
    }

    private @Nullable String name() {
        int from = at;
        int hash = 0;
        int all = 0;
        for (int i = from; i < document.length; i++) {
            byte b = document[i];
            if (b == '"') {
                at = i + 1;
                return all >= 0 ? names.ascii(document, from, i, hash) : decoded(from, i);
            }
            if (b == '\\' || isControl(b) || i - from > LONGEST_NAME) {
                return null;
            }
            all |= b;
            hash = 31 * hash + b;
        }
        return null;
    }

    private Object text() {
        int from = at;
        int all = 0;
        for (int i = from; i < document.length; i++) {
            byte b = document[i];
            if (b == '"') {
                at = i + 1;
                return text(from, i, all >= 0);
            }
            if (b == '\\') {
                return escaped(from, i);
            }
            if (isControl(b)) {
                return UNSURE;
            }
            all |= b;
        }
        return UNSURE;
    }

    private Object text(int from, int to, boolean ascii) {
        if (to - from > LONGEST_TEXT) {
            return UNSURE;
        }
        String text = ascii ? new String(document, from, to - from, ISO_8859_1) : decoded(from, to);
        return text == null ? UNSURE : text;
    }

    /** Malformed UTF-8 comes out of the JDK as a replacement character, so one makes unsure. */
    private @Nullable String decoded(int from, int to) {
        String text = new String(document, from, to - from, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : null;
    }

    private Object escaped(int from, int firstEscape) {
        StringBuilder text = new StringBuilder();
        int start = from;
        for (int i = firstEscape; i < document.length && i - from <= LONGEST_TEXT; i++) {
            byte b = document[i];
            if (b == '"' || b == '\\') {
                String plain = decoded(start, i);
                if (plain == null) {
                    return UNSURE;
                }
                text.append(plain);
                at = i + 1;
                if (b == '"') {
                    return text.toString();
                }
                int character = escape();
                if (character < 0) {
                    return UNSURE;
                }
                text.append((char) character);
                start = at;
                i = at - 1;
            } else if (isControl(b)) {
                return UNSURE;
            }
        }
        return UNSURE;
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

    private Object number(int first, boolean negative) {
        int i = first;
        long digits = 0;
        while (i < document.length && isDigit(document[i]) && i - first <= MOST_DIGITS) {
            digits = 10 * digits + document[i++] - '0';
        }
        int length = i - first;
        if (length == 0 || length > MOST_DIGITS || (length > 1 && document[first] == '0')) {
            return UNSURE;
        }
        at = i;
        byte next = peek();
        if (next == '.' || next == 'e' || next == 'E') {
            return fraction(first, digits, negative);
        }
        return negative ? -digits : digits;
    }

    /** Reads on after the integer part, which are the digits so far. */
    private Object fraction(int first, long integer, boolean negative) {
        long digits = integer;
        int power = 0;
        if (peek() == '.') {
            at++;
            int point = at;
            while (isDigit(peek()) && at - first < LONGEST_FRACTION) {
                digits = 10 * digits + document[at++] - '0';
            }
            power = point - at;
            if (power == 0) {
                return UNSURE;
            }
        }
        // Digits may have run over by now, and are used only if there are too few for that.
        boolean fits = at - first - 1 <= MOST_DIGITS && digits <= LARGEST_EXACT;
        if (peek() == 'e' || peek() == 'E') {
            int exponent = exponent();
            if (exponent == Integer.MIN_VALUE) {
                return UNSURE;
            }
            power += exponent;
        }
        if (!fits || Math.abs(power) >= POWERS_OF_TEN.length) {
            return rounded(negative ? first - 1 : first);
        }
        double number = power < 0 ? digits / POWERS_OF_TEN[-power] : digits * POWERS_OF_TEN[power];
        return negative && number != 0 ? -number : number;
    }

    /** Returns an exponent of up to three digits, or the least integer. */
    private int exponent() {
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
        int length = at - first;
        if (length == 0 || length > 3) {
            return Integer.MIN_VALUE;
        }
        return negative ? -exponent : exponent;
    }

    private Object rounded(int from) {
        double number = Double.parseDouble(new String(document, from, at - from, ISO_8859_1));
        return number == 0 || Double.isInfinite(number) ? UNSURE : number;
    }

    private boolean rest(char first, char second, char third) {
        return take() == first && take() == second && take() == third;
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

    private static boolean isControl(byte b) {
        return b >= 0 && b < ' ';
    }
}
