package io.freshet.transforms.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The growth of a count per second, worked out by those who read it, so that counting costs nothing more: since the oldest
 * reading of the last half minute, or since the last one if that is older.
 */
final class ReadingRate {

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);
    private static final long BETWEEN_READINGS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier count;
    private final Deque<Reading> readings = new ArrayDeque<>();

    ReadingRate(LongSupplier count, long now) {
        this.count = count;
        readings.add(new Reading(now, count.getAsLong()));
    }

    /** Returns the rate at a time in nanoseconds. */
    synchronized double at(long now) {
        Reading latest = new Reading(now, count.getAsLong());
        while (readings.size() > 1 && now - readings.getFirst().time > WINDOW) {
            readings.removeFirst();
        }
        Reading oldest = readings.getFirst();
        if (now - readings.getLast().time >= BETWEEN_READINGS) {
            readings.addLast(latest);
        }
        long nanos = now - oldest.time;
        return nanos <= 0 ? 0 : (latest.count - oldest.count) * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    private record Reading(long time, long count) {}
}
