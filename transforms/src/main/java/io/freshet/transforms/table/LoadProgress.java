package io.freshet.transforms.table;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a load gets on: a line for the log at a bounded pace. Any thread that loads asks; times are in nanoseconds. */
final class LoadProgress {

    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

    private final String topic;
    private long begunAt;
    private long endedAt;
    private boolean ended;
    private long lastLineAt;
    private long lastRemaining = -1;

    LoadProgress(String topic, long now) {
        this.topic = topic;
        this.begunAt = now;
        this.lastLineAt = now;
    }

    /** The load begins, again. */
    synchronized void begin(long now) {
        begunAt = now;
        ended = false;
        lastLineAt = now;
        lastRemaining = -1;
    }

    /** The load has ended; returns how long it took. */
    synchronized long end(long now) {
        endedAt = now;
        ended = true;
        return endedAt - begunAt;
    }

    /** Returns how long the load took, or has taken by now. */
    synchronized long duration(long now) {
        return (ended ? endedAt : now) - begunAt;
    }

    /**
     * Returns a line to log, if it is time for one.
     *
     * @param remaining how many offsets are still to be read
     */
    synchronized @Nullable String line(long now, long rows, long remaining) {
        if (lastRemaining < 0) {
            lastRemaining = remaining;
        }
        long since = now - lastLineAt;
        if (ended || since < BETWEEN_LINES) {
            return null;
        }
        long perSecond = Math.max(0, lastRemaining - remaining) * TimeUnit.SECONDS.toNanos(1) / since;
        lastLineAt = now;
        lastRemaining = remaining;
        return "Loading the table of " + topic + ": " + rows + " rows by now, " + perSecond + " messages/s, "
                + remaining + " messages remain"
                + (perSecond > 0 ? ", about " + (remaining / perSecond + 1) + " s" : "");
    }
}
