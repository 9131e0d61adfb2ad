package io.freshet.transforms.table.feed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to where each partition has been read, and how far that is from the ends captured at the start. Each partition is
 * advanced by one thread at a time; any thread asks.
 */
final class FeedPosition {

    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

    /** Forgets everything: the topic will be read again from its beginning. */
    void reset() {
        next.clear();
        ends.clear();
    }

    /** Returns if nothing is known yet. */
    boolean isEmpty() {
        return next.isEmpty();
    }

    /** Sets from where and up to where {@code partition} must be read; what is known of it already holds. */
    void capture(TopicPartition partition, long beginning, long end) {
        next.putIfAbsent(partition, beginning);
        ends.putIfAbsent(partition, end);
    }

    /** Sets up to where each partition must be read, whatever was captured before. */
    void recapture(Map<TopicPartition, Long> now) {
        ends.putAll(now);
    }

    void advance(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    /** Returns the next offset to read. */
    long next(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** Returns the next offset to read of each partition. */
    Map<Integer, Long> next() {
        Map<Integer, Long> all = new HashMap<>();
        next.forEach((partition, offset) -> all.put(partition.partition(), offset));
        return all;
    }

    /** Returns if every partition has been read up to its captured end. */
    boolean caughtUp() {
        return !ends.isEmpty() && caughtUp(ends.keySet());
    }

    /** Returns if these partitions have been read up to their captured ends. */
    boolean caughtUp(Collection<TopicPartition> partitions) {
        return partitions.stream().allMatch(partition -> remaining(partition) == 0);
    }

    /** Returns how many offsets are between what has been read and the captured ends. */
    long remaining() {
        return ends.keySet().stream().mapToLong(this::remaining).sum();
    }

    private long remaining(TopicPartition partition) {
        return Math.max(0, ends.getOrDefault(partition, 0L) - next(partition));
    }

    /** Divides the partitions that are not read up to their ends into as many shares of about the same size, at most. */
    List<List<TopicPartition>> shares(int most) {
        List<List<TopicPartition>> shares = new ArrayList<>();
        ends.keySet().stream()
                .filter(partition -> remaining(partition) > 0)
                .sorted(Comparator.<TopicPartition>comparingLong(this::remaining)
                        .reversed())
                .forEach(partition -> {
                    if (shares.size() < most) {
                        shares.add(new ArrayList<>());
                        shares.get(shares.size() - 1).add(partition);
                    } else {
                        smallest(shares).add(partition);
                    }
                });
        return shares;
    }

    private List<TopicPartition> smallest(List<List<TopicPartition>> shares) {
        return shares.stream()
                .min(Comparator.comparingLong(
                        share -> share.stream().mapToLong(this::remaining).sum()))
                .orElseThrow();
    }
}
