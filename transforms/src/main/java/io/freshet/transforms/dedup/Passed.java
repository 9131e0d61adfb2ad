package io.freshet.transforms.dedup;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The keys that have passed, and when; of more than there is room for, those that passed last. What a cache keeps, that which is
 * asked for often, is not it: see docs/decisions/deduplicate-forgets-the-oldest.md. Used by one thread.
 */
final class Passed {

    private final long window;
    private final int most;
    private final RecordCounts counts;
    private final LinkedHashMap<KeyBytes, Pass> keys = new LinkedHashMap<>();

    private record Pass(long time, @Nullable Place place) {}

    /** Where a source's record comes from. */
    record Place(@Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {

        static Place of(SourceRecord record) {
            return new Place(record.sourcePartition(), record.sourceOffset());
        }

        /** Returns if this tells nothing. */
        boolean isVague() {
            return offset == null || offset.isEmpty();
        }
    }

    /**
     * @param window how long after a key has passed, or before, it is a duplicate
     * @param most how many keys are remembered
     */
    Passed(Duration window, int most, RecordCounts counts) {
        this.window = window.toMillis();
        this.most = most;
        this.counts = counts;
    }

    /** Returns if the key has passed within the window. */
    boolean isDuplicate(KeyBytes key, long time) {
        Pass pass = keys.get(key);
        return pass != null && isWithin(pass, time);
    }

    /** Returns where the record came from that has passed with the key, null if none has. */
    @Nullable
    Place placeOf(KeyBytes key) {
        Pass pass = keys.get(key);
        return pass == null ? null : pass.place;
    }

    /** Remembers that a key passes. */
    void add(KeyBytes key, long time, @Nullable Place place) {
        if (keys.remove(key) == null) {
            counts.add(Metric.KEYS, 1);
        }
        keys.put(key, new Pass(time, place));
        if (keys.size() > most) {
            forgetOldest(time);
        }
    }

    private void forgetOldest(long time) {
        Iterator<Pass> oldest = keys.values().iterator();
        if (isWithin(oldest.next(), time)) {
            counts.increment(Metric.KEYS_FORGOTTEN);
        }
        oldest.remove();
        counts.add(Metric.KEYS, -1);
    }

    private boolean isWithin(Pass pass, long time) {
        return Math.abs(time - pass.time) < window;
    }
}
