package io.freshet.transforms.table.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Up to where each partition has been read, and how far that is from the ends captured at the start. Used by one thread. */
final class FeedPosition {

    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** Forgets everything: the topic will be read again from its beginning. */
    void reset() {
        next.clear();
        ends.clear();
    }

    /** Sets up to where {@code partition} must be read; its first capture holds. */
    void capture(TopicPartition partition, long end) {
        ends.putIfAbsent(partition, end);
    }

    /** Sets up to where each partition must be read, whatever was captured before. */
    void recapture(Map<TopicPartition, Long> now) {
        ends.putAll(now);
    }

    void advance(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    /** Returns the next offset to read, nothing before the first. */
    Optional<Long> next(TopicPartition partition) {
        return Optional.ofNullable(next.get(partition));
    }

    /** Returns if every partition has been read up to its captured end. */
    boolean caughtUp() {
        return !ends.isEmpty()
                && ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
