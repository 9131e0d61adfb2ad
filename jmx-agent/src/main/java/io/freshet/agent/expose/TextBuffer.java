package io.freshet.agent.expose;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that a page is written into; used again for the next page. */
final class TextBuffer {
    private static final byte[] NAN = ascii("NaN");
    private static final byte[] POSITIVE_INFINITY = ascii("+Inf");
    private static final byte[] NEGATIVE_INFINITY = ascii("-Inf");
    private static final double LARGEST_EXACT = 1L << 53;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** Takes back what was written after this length. */
    void truncate(int shorter) {
        length = shorter;
    }

    void append(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    void append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    void append(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A number in its shortest form that reads back as the same double. */
    void append(double value) {
        if (Double.isNaN(value)) {
            append(NAN);
        } else if (value == Double.POSITIVE_INFINITY) {
            append(POSITIVE_INFINITY);
        } else if (value == Double.NEGATIVE_INFINITY) {
            append(NEGATIVE_INFINITY);
        } else if (value == (long) value && Math.abs(value) < LARGEST_EXACT) {
            append((long) value);
        } else {
            appendFraction(value);
        }
    }

    void append(long value) {
        reserve(20);
        length = DecimalDigits.write(value, bytes, length);
    }

    private void appendFraction(double value) {
        reserve(DecimalDigits.MOST);
        int end = DecimalDigits.writeFraction(value, bytes, length);
        if (end >= 0) {
            length = end;
        } else {
            append(Double.toString(value));
        }
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
