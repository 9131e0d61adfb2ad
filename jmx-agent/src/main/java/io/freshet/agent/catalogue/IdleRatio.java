package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Absent;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The share of time that threads were idle, lately, out of a count of idle nanoseconds.
 *
 * <p>Kafka divides each idle time by the number of threads, so the count grows by one second per second when all are
 * idle. JMX offers it as rates, which are an average since the start or decay over minutes. Here it is the growth since
 * the previous look, over at least {@link #SHORTEST} so that several scrapers do not rob each other of their window; at the
 * first look since the count began, which its average since then tells.
 */
final class IdleRatio implements DoubleSupplier {
    /** Idle time is counted when a wait of up to 300 ms ends: a shorter window would mostly show that. */
    private static final long SHORTEST = 5_000_000_000L;

    private final DoubleSupplier idleNanoseconds;
    private final LongSupplier clock;
    private long windowStart;
    private double idleAtStart;
    private double ratio = Absent.VALUE;

    /**
     * Starts the first window.
     *
     * @param age for how many nanoseconds there has been the count; NaN or absent where that is not known
     */
    IdleRatio(DoubleSupplier idleNanoseconds, double age, LongSupplier clock) {
        this.idleNanoseconds = idleNanoseconds;
        this.clock = clock;
        boolean known = age > 0 && age < Long.MAX_VALUE;
        this.windowStart = clock.getAsLong() - (known ? (long) age : 0);
        this.idleAtStart = known ? 0 : idleNanoseconds.getAsDouble();
    }

    @Override
    public synchronized double getAsDouble() {
        double idle = idleNanoseconds.getAsDouble();
        if (Absent.is(idle)) {
            return idle;
        }
        long now = clock.getAsLong();
        long elapsed = now - windowStart;
        if (elapsed >= SHORTEST) {
            ratio = Math.max(0, Math.min(1, (idle - idleAtStart) / elapsed));
            windowStart = now;
            idleAtStart = idle;
        }
        return ratio;
    }
}
