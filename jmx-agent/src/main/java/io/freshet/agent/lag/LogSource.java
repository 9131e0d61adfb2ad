package io.freshet.agent.lag;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Where it is read what partitions hold: from the brokers, or from logs that are here. What is missing in an answer could
 * not be had in time.
 */
public interface LogSource {
    /** Begin and end of these partitions. */
    Map<PartitionId, PartitionEnds> ends(Set<PartitionId> partitions, long timeoutMillis) throws InterruptedException;

    /** These topics, as far as they exist. */
    Map<String, TopicReading> topics(Collection<String> topics, long timeoutMillis) throws InterruptedException;

    /**
     * The first record of each partition that is as new as this time, or newer, in milliseconds since 1970; with a negative
     * offset where there is none.
     */
    Map<PartitionId, RecordTime> firstSince(Map<PartitionId, Long> times, long timeoutMillis)
            throws InterruptedException;

    /**
     * Those of these stretches, up to the ends of their partitions, that hold no record that a group could still read, but
     * only markers of transactions and what was aborted. Without those of which that cannot be told.
     */
    Set<PartitionId> empty(Map<PartitionId, OffsetRange> stretches, long timeoutMillis) throws InterruptedException;
}
