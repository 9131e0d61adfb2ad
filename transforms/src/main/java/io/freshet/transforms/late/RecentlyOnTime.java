package io.freshet.transforms.late;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of all source partitions of a task that were on time last, by partition, time and offset. */
final class RecentlyOnTime {

    /** How many are remembered. */
    static final int MOST = 1_024;

    private final @Nullable Watermark[] partitions = new Watermark[MOST];
    private final @Nullable Map<?, ?>[] offsets = new Map<?, ?>[MOST];
    private final long[] times = new long[MOST];
    private int next;

    /** Remembers a record, in place of the oldest. What has no offset cannot be told from others. */
    void add(Watermark partition, @Nullable Map<String, ?> offset, long time) {
        if (offset != null && !offset.isEmpty()) {
            partitions[next] = partition;
            offsets[next] = offset;
            times[next] = time;
            next = (next + 1) % MOST;
        }
    }

    /** Returns if a record is among them, by value. */
    boolean has(Watermark partition, @Nullable Map<String, ?> offset, long time) {
        if (offset == null) {
            return false;
        }
        for (int i = 0; i < MOST; i++) {
            if (times[i] == time && partitions[i] == partition && offset.equals(offsets[i])) {
                return true;
            }
        }
        return false;
    }
}
