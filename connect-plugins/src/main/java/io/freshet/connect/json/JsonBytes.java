package io.freshet.connect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;

/** A growing buffer of JSON text in UTF-8, escaped as Jackson does by default. Used by one thread at a time. */
final class JsonBytes {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final byte PLAIN = 0;
    private static final byte AS_HEX = 1;
    private static final byte[] ESCAPES = escapes();

    /** Characters between two looks at the space that is left. */
    private static final int STRETCH = 256;

    private static final int LONGEST_ESCAPE = 6;

    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_SHORT_DECIMAL = 24;

    private byte[] bytes = new byte[1024];
    private int length;

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', AS_HEX);
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    void clear() {
        length = 0;
    }

    int capacity() {
        return bytes.length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, UTF_8);
    }

    /** Takes back the last byte if it is this one, such as a comma after which nothing came. */
    void takeBack(char ascii) {
        if (bytes[length - 1] == ascii) {
            length--;
        }
    }

    void mark(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    /** Appends JSON text. */
    void bytes(byte[] json, int from, int to) {
        ensure(to - from);
        System.arraycopy(json, from, bytes, length, to - from);
        length += to - from;
    }

    /** Appends characters that need no escape: a number or a literal. */
    void ascii(String text) {
        int characters = text.length();
        ensure(characters);
        for (int i = 0; i < characters; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void number(long number) {
        if (number == Long.MIN_VALUE) {
            ascii(Long.toString(number));
            return;
        }
        ensure(LONGEST_NUMBER);
        long rest = number;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int end = length + digits(rest);
        length = end;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Appends a number, or, as JSON has none for them, NaN and the infinities as text. */
    void number(double number) {
        ensure(LONGEST_SHORT_DECIMAL);
        int end = ShortDecimal.write(number, bytes, length);
        if (end > 0) {
            length = end;
        } else {
            decimal(Double.toString(number), Double.isFinite(number));
        }
    }

    /** As {@link #number(double)}, in fewer digits. */
    void number(float number) {
        decimal(Float.toString(number), Float.isFinite(number));
    }

    private void decimal(String text, boolean finite) {
        if (finite) {
            ascii(text);
        } else {
            string(text);
        }
    }

    void base64(byte[] content) {
        byte[] encoded = Base64.getEncoder().encode(content);
        ensure(encoded.length + 2);
        bytes[length++] = '"';
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        bytes[length++] = '"';
    }

    void string(String text) {
        int characters = text.length();
        ensure(2);
        bytes[length++] = '"';
        for (int from = 0; from < characters; from += STRETCH) {
            stretch(text, from, Math.min(characters, from + STRETCH));
        }
        bytes[length++] = '"';
    }

    /** Leaves space for one byte more. */
    private void stretch(String text, int from, int to) {
        ensure(LONGEST_ESCAPE * (to - from) + 1);
        byte[] target = bytes;
        int at = length;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 128 && ESCAPES[c] == PLAIN) {
                target[at++] = (byte) c;
            } else {
                at = special(c, target, at);
            }
        }
        length = at;
    }

    /** Surrogates are escaped, whether they make a pair or not. */
    private static int special(char c, byte[] target, int from) {
        int at = from;
        if (c < 128 && ESCAPES[c] != AS_HEX) {
            target[at++] = '\\';
            target[at++] = ESCAPES[c];
        } else if (c < 128 || Character.isSurrogate(c)) {
            target[at++] = '\\';
            target[at++] = 'u';
            target[at++] = HEX[c >> 12];
            target[at++] = HEX[(c >> 8) & 15];
            target[at++] = HEX[(c >> 4) & 15];
            target[at++] = HEX[c & 15];
        } else if (c < 0x800) {
            target[at++] = (byte) (0xC0 | (c >> 6));
            target[at++] = (byte) (0x80 | (c & 0x3F));
        } else {
            target[at++] = (byte) (0xE0 | (c >> 12));
            target[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            target[at++] = (byte) (0x80 | (c & 0x3F));
        }
        return at;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            int doubled = bytes.length <= Integer.MAX_VALUE / 2 - 8 ? 2 * bytes.length : Integer.MAX_VALUE - 8;
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), doubled));
        }
    }
}
