package io.freshet.comparisons.visible;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** When each of a series of changes passed which point, in nanoseconds of this JVM; 0 is not yet. */
final class Timeline {
    private final AtomicLongArray committed;
    private final AtomicLongArray appended;
    private final AtomicLongArray fetched;
    private final AtomicLongArray visible;
    private final AtomicInteger onBroker = new AtomicInteger();

    Timeline(int changes) {
        committed = new AtomicLongArray(changes);
        appended = new AtomicLongArray(changes);
        fetched = new AtomicLongArray(changes);
        visible = new AtomicLongArray(changes);
    }

    int size() {
        return committed.length();
    }

    void committed(int change, long nanos) {
        committed.set(change, nanos);
    }

    boolean isCommitted(int change) {
        return committed.get(change) != 0;
    }

    /** The first time counts: Debezium may send a change again after a restart. */
    void onBroker(long change, long appendNanos, long fetchNanos) {
        if (change >= 0 && change < size() && fetched.compareAndSet((int) change, 0, fetchNanos)) {
            appended.set((int) change, appendNanos);
            onBroker.incrementAndGet();
        }
    }

    void visible(int change, long nanos) {
        visible.set(change, nanos);
    }

    boolean isComplete(int changes) {
        return onBroker.get() >= changes && visible.get(changes - 1) != 0;
    }

    Latencies commitToVisible(int from, int to) {
        return between(committed, visible, from, to);
    }

    Latencies commitToBroker(int from, int to) {
        return between(committed, appended, from, to);
    }

    Latencies brokerToVisible(int from, int to) {
        return between(appended, visible, from, to);
    }

    Latencies brokerToConsumer(int from, int to) {
        return between(appended, fetched, from, to);
    }

    Latencies consumerToVisible(int from, int to) {
        return between(fetched, visible, from, to);
    }

    private static Latencies between(AtomicLongArray start, AtomicLongArray end, int from, int to) {
        long[] durations = new long[to - from];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = end.get(from + i) - start.get(from + i);
        }
        return Latencies.of(durations);
    }
}
