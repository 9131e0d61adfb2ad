package io.freshet.connect.json;

/**
 * Writes doubles that are decimals of at most 15 digits, as nearly all in messages are, as {@link Double#toString(double)}
 * does. No two decimals of so few digits have the same double (C's {@code DBL_DIG}), so one that gives the double back is
 * the shortest and only one. An integer below 2^53 divided by a power of ten that is exact rounds once, as parsing does.
 */
final class ShortDecimal {

    /** Between these, numbers are written without an exponent. */
    private static final double LEAST = 1e-3;

    private static final double LIMIT = 1e7;

    private static final int MOST_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
    };

    private ShortDecimal() {}

    /** Returns the place after the number, or 0 if it was not written. */
    static int write(double number, byte[] target, int from) {
        double magnitude = Math.abs(number);
        if (!(magnitude >= LEAST && magnitude < LIMIT)) {
            return 0;
        }
        int fraction = mostFraction(magnitude);
        long digits = (long) (magnitude * POWERS_OF_TEN[fraction] + 0.5);
        if (digits / POWERS_OF_TEN[fraction] != magnitude) {
            return 0;
        }
        while (fraction > 4 && digits % 10_000 == 0) {
            digits /= 10_000;
            fraction -= 4;
        }
        while (fraction > 1 && digits % 10 == 0) {
            digits /= 10;
            fraction--;
        }
        int at = from;
        if (number < 0) {
            target[at++] = '-';
        }
        return write(digits, at + integers((long) magnitude), fraction, target);
    }

    /** Returns how many digits there are behind the point if there are 15 in all, not counting the zeros in front. */
    private static int mostFraction(double magnitude) {
        if (magnitude >= 1) {
            return MOST_DIGITS - integers((long) magnitude);
        }
        return magnitude >= 0.1 ? MOST_DIGITS : magnitude >= 0.01 ? MOST_DIGITS + 1 : MOST_DIGITS + 2;
    }

    private static int integers(long number) {
        int digits = 1;
        while (number >= POWERS_OF_TEN[digits]) {
            digits++;
        }
        return digits;
    }

    private static int write(long digits, int point, int fraction, byte[] target) {
        int end = point + 1 + fraction;
        long rest = digits;
        for (int i = end - 1; i > point; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        target[point] = '.';
        int i = point;
        do {
            target[--i] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        return end;
    }
}
