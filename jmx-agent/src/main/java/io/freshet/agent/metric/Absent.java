package io.freshet.agent.metric;

/** The reading of a metric that has no value now. It is a NaN of its own, since a plain NaN is a value in Prometheus. */
public final class Absent {
    private static final long BITS = 0x7ff8_0000_4162_7365L;

    /** Says that there is nothing to expose. */
    public static final double VALUE = Double.longBitsToDouble(BITS);

    private Absent() {}

    public static boolean is(double value) {
        return Double.isNaN(value) && Double.doubleToRawLongBits(value) == BITS;
    }
}
