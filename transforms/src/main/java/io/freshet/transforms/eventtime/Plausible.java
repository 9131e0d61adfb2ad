package io.freshet.transforms.eventtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells times that cannot be those of events. Used by one thread. */
final class Plausible {

    private final Instant notBefore;
    private final long earliest;
    private final Duration maxFuture;
    private final Clock clock;

    /** A time that was not too far in the future when the clock was last read, and so is not now. */
    private long latest = Long.MIN_VALUE;

    /**
     * @param notBefore the earliest time there is
     * @param maxFuture how far ahead of the clock a time may be
     */
    Plausible(Instant notBefore, Duration maxFuture, Clock clock) {
        this.notBefore = notBefore;
        this.earliest = notBefore.toEpochMilli();
        this.maxFuture = maxFuture;
        this.clock = clock;
    }

    /** Returns what is wrong with a time in milliseconds since the epoch, null if nothing is. */
    @Nullable
    String objectionTo(long time) {
        if (time < earliest) {
            return "expecting a time that is not before " + notBefore + " (not.before)";
        }
        return time <= latest || time <= latestNow()
                ? null
                : "expecting a time at most " + maxFuture.toMillis() + "ms in the future (max.future)";
    }

    private long latestNow() {
        long now = clock.millis();
        long sum = now + maxFuture.toMillis();
        latest = sum < now ? Long.MAX_VALUE : sum;
        return latest;
    }
}
