package io.freshet.connect.table;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long the same batch is tried again, and with what pauses. */
final class Patience {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Duration limit;
    private final LongSupplier nanoTime;
    private boolean trying;
    private long since;
    private long pause;

    Patience(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Returns the milliseconds to wait before the next try, -1 if there is none. */
    long afterFailure() {
        if (!trying) {
            trying = true;
            since = nanoTime.getAsLong();
            pause = FIRST_PAUSE_MILLIS;
        }
        if (Duration.ofNanos(nanoTime.getAsLong() - since).compareTo(limit) >= 0) {
            return -1;
        }
        long now = pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        return now;
    }

    boolean isTrying() {
        return trying;
    }

    void afterSuccess() {
        trying = false;
    }

    @Override
    public String toString() {
        return limit.toMillis() + "ms";
    }
}
