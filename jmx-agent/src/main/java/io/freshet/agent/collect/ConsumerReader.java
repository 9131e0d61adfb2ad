package io.freshet.agent.collect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what Kafka's consumers hand out. Partitions are objects of the host that equal each other by topic and number. */
public interface ConsumerReader {
    /** Returns the id of the group, in whichever way a consumer keeps it; null if it is in none. */
    @Nullable
    String group(Object group);

    /** Gives each partition of which there are records. */
    void read(Object records, Read target);

    /** Whether the partition is still the consumer's. */
    boolean isAssigned(Object state, Object partition);

    /** Gives each committed offset. */
    void committed(Map<?, ?> offsets, Committed target);

    String topic(Object partition);

    int number(Object partition);

    /** Takes what was read of a partition. */
    interface Read {
        /**
         * Takes the ends of what was read.
         *
         * @param first offset of the first record
         * @param last offset of the last
         * @param timestamp of the last, in milliseconds of the epoch; negative if it has none
         */
        void read(Object partition, long first, long last, long timestamp);
    }

    /** Takes an offset that was committed. */
    interface Committed {
        void committed(Object partition, long offset);
    }
}
