package io.freshet.comparisons.visible;

import java.util.stream.LongStream;

/** Durations of the same kind, in nanoseconds, from the shortest to the longest. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Latencies(long[] sorted) {

    static Latencies of(long[] durations) {
        return new Latencies(LongStream.of(durations).sorted().toArray());
    }

    /** The least duration that this share of all does not exceed, in milliseconds. */
    double millis(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}
