package io.freshet.agent.collect.consumer;

import io.freshet.agent.metric.Label;
import java.util.List;

/** How far a consumer is in a partition. Written by the threads that poll and commit, read by others. */
final class PartitionProgress {
    private static final long NONE = -1;

    private final List<Label> labels;
    private volatile long position = NONE;
    private volatile long timestamp = NONE;

    /** Up to where its records count as processed: the last commit, before the first one where it began to read. */
    private volatile long processed;

    PartitionProgress(List<Label> labels, long first) {
        this.labels = List.copyOf(labels);
        this.processed = first;
    }

    List<Label> labels() {
        return labels;
    }

    void read(long last, long readTimestamp) {
        timestamp = readTimestamp;
        position = last + 1;
    }

    void committed(long offset) {
        processed = offset;
    }

    /** The age of the record that was read last, in seconds; NaN if there is none, or it has no timestamp. */
    double ageSeconds(long nowMillis) {
        long read = timestamp;
        return read < 0 ? Double.NaN : Math.max(0, nowMillis - read) / 1_000.0;
    }

    /** How many offsets lie between what was committed and what was read: 0 after going back behind the commit. */
    double unprocessed() {
        return Math.max(0, position - processed);
    }
}
