package io.freshet.agent.expose;

/**
 * Writes numbers as decimal digits without allocating.
 *
 * <p>A fraction is held as an integer number of 2<sup>-s</sup>, so each digit is exact: multiply by ten, and what stands
 * above bit s is the digit. Digits end as soon as what is left is less than half the distance to the next double, the
 * free-format rule of Steele and White (1990): the shortest text that reads back as the same double. It needs ten times
 * the fraction to fit a long, which holds down to 1/64; smaller numbers are left to {@link Double#toString(double)}.
 */
final class DecimalDigits {
    /** The most bytes that a number takes. */
    static final int MOST = 40;

    private static final double SMALLEST = 1.0 / 64;
    private static final double LARGEST = 1L << 52;
    private static final long MANTISSA = (1L << 52) - 1;

    private DecimalDigits() {}

    /** Writes a whole number and returns the position after it. */
    static int write(long value, byte[] target, int position) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                throw new IllegalArgumentException("Cannot be written: " + value);
            }
            target[position] = '-';
            return write(-value, target, position + 1);
        }
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = position + digits - 1; i >= position; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return position + digits;
    }

    /** Writes a number that is not whole and returns the position after it, or -1 when it is too small or large. */
    static int writeFraction(double value, byte[] target, int position) {
        double size = Math.abs(value);
        if (size < SMALLEST || size >= LARGEST) {
            return -1;
        }
        int end = position;
        if (value < 0) {
            target[end++] = '-';
        }
        long bits = Double.doubleToRawLongBits(size);
        long mantissa = (bits & MANTISSA) | (MANTISSA + 1);
        int scale = 1075 - (int) (bits >>> 52);
        // From 53 bits on, nothing is left above the fraction.
        end = write(scale > 52 ? 0 : mantissa >> scale, target, end);
        target[end++] = '.';
        long fraction = scale > 52 ? mantissa : mantissa & ((1L << scale) - 1);
        // One bit more, so that half of the last place is a whole number.
        return writeDigits(fraction << 1, scale + 1, target, end);
    }

    private static int writeDigits(long fraction, int scale, byte[] target, int position) {
        long one = 1L << scale;
        long rest = fraction;
        long tolerance = 1;
        int end = position;
        while (true) {
            rest *= 10;
            tolerance *= 10;
            int digit = (int) (rest >>> scale);
            rest &= one - 1;
            boolean low = rest < tolerance;
            boolean high = one - rest < tolerance;
            if (low || high) {
                // Never a carry: a nine that rounds up would have ended the digits before.
                boolean up = high && (!low || rest > one - rest);
                target[end++] = (byte) ('0' + digit + (up ? 1 : 0));
                return end;
            }
            target[end++] = (byte) ('0' + digit);
        }
    }
}
