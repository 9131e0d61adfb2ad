package io.freshet.agent.expose;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that a page is written into; used again for the next page. They lie in segments, because one array of megabytes
 * would be copied as it grows, and is a burden of its own to the host's garbage collector.
 */
final class TextBuffer {
    private static final int SEGMENT = 1 << 16;
    private static final byte[] NAN = ascii("NaN");
    private static final byte[] POSITIVE_INFINITY = ascii("+Inf");
    private static final byte[] NEGATIVE_INFINITY = ascii("-Inf");
    private static final double LARGEST_EXACT = 1L << 53;

    /** All are full up to their end, but for those at and after the current one. */
    private byte[][] segments = {new byte[SEGMENT]};

    private int[] ends = new int[1];
    private int segmentsInUse = 1;

    /** The current segment, and how much of it is written. */
    private byte[] bytes = segments[0];

    private int position;

    /** The bytes in the segments before. */
    private int before;

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void clear() {
        truncate(0);
    }

    int length() {
        return before + position;
    }

    /** Takes back what was written after this length. */
    void truncate(int shorter) {
        while (shorter < before) {
            segmentsInUse--;
            before -= ends[segmentsInUse - 1];
        }
        bytes = segments[segmentsInUse - 1];
        position = shorter - before;
    }

    void append(byte[] text) {
        append(text, 0, text.length);
    }

    void append(byte[] text, int offset, int length) {
        int from = offset;
        int rest = length;
        while (rest > SEGMENT - position) {
            int part = SEGMENT - position;
            System.arraycopy(text, from, bytes, position, part);
            position += part;
            from += part;
            rest -= part;
            nextSegment();
        }
        System.arraycopy(text, from, bytes, position, rest);
        position += rest;
    }

    void append(char ascii) {
        reserve(1);
        bytes[position++] = (byte) ascii;
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
        position = DecimalDigits.write(value, bytes, position);
    }

    private void appendFraction(double value) {
        reserve(DecimalDigits.MOST);
        int end = DecimalDigits.writeFraction(value, bytes, position);
        if (end >= 0) {
            position = end;
        } else {
            append(Double.toString(value));
        }
    }

    /** The segment that is written to next, of at least this much room. */
    byte[] reserve(int room) {
        if (SEGMENT - position < room) {
            nextSegment();
        }
        return bytes;
    }

    /** Where in the current segment the next byte goes. */
    int position() {
        return position;
    }

    /** Says that so many bytes were written at {@link #position}. */
    void wrote(int count) {
        position += count;
    }

    void writeTo(OutputStream out) throws IOException {
        for (int i = 0; i < segmentsInUse - 1; i++) {
            out.write(segments[i], 0, ends[i]);
        }
        out.write(bytes, 0, position);
    }

    /** Hands on segment after segment. */
    void forEach(SegmentVisitor visitor) {
        for (int i = 0; i < segmentsInUse - 1; i++) {
            visitor.visit(segments[i], ends[i]);
        }
        visitor.visit(bytes, position);
    }

    @Override
    public String toString() {
        byte[] all = new byte[length()];
        int[] end = {0};
        forEach((segment, length) -> {
            System.arraycopy(segment, 0, all, end[0], length);
            end[0] += length;
        });
        return new String(all, StandardCharsets.UTF_8);
    }

    private void nextSegment() {
        ends[segmentsInUse - 1] = position;
        before += position;
        position = 0;
        if (segmentsInUse == segments.length) {
            segments = Arrays.copyOf(segments, segmentsInUse * 2);
            ends = Arrays.copyOf(ends, segmentsInUse * 2);
        }
        if (segments[segmentsInUse] == null) {
            segments[segmentsInUse] = new byte[SEGMENT];
        }
        bytes = segments[segmentsInUse++];
    }

    /** Takes the bytes of one segment, from its start up to a length. */
    interface SegmentVisitor {
        void visit(byte[] segment, int length);
    }
}
