package io.freshet.connect.topic.read;

import static java.util.Comparator.comparing;

import io.freshet.connect.topic.bound.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads some partitions from where they are to start; without a group, and without ever jumping unasked. */
public final class PartitionReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionReader.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RANGE_TIMEOUT = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private final OutOfRange outOfRange;
    private final Set<TopicPartition> unreadFromBeginning = new HashSet<>();
    /** Where reading of a partition ends. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** Owns the consumer, whose auto.offset.reset is none. */
    public PartitionReader(Consumer<byte[], byte[]> consumer, Duration timeout, OutOfRange outOfRange) {
        this.consumer = consumer;
        this.timeout = timeout;
        this.outOfRange = outOfRange;
    }

    /**
     * Takes these partitions, each from its start.
     *
     * @throws RetriableException of Kafka when a time could not be looked up; nothing has changed then
     */
    public void startAt(Map<TopicPartition, StartAt> starts) {
        Map<TopicPartition, Long> times = new HashMap<>();
        starts.forEach((partition, start) -> {
            if (start instanceof StartAt.Time time) {
                times.put(partition, time.timestamp());
            }
        });
        Map<TopicPartition, Long> found = atTimes(times);
        consumer.assign(starts.keySet());
        starts.forEach((partition, start) -> {
            if (start instanceof StartAt.Offset offset) {
                consumer.seek(partition, offset.next());
            } else if (start instanceof StartAt.Beginning) {
                consumer.seekToBeginning(List.of(partition));
                unreadFromBeginning.add(partition);
            } else if (start instanceof StartAt.Time) {
                consumer.seek(partition, Objects.requireNonNull(found.get(partition)));
            } else {
                consumer.seekToEnd(List.of(partition));
            }
        });
    }

    /** Where the next record will be written; of open transactions, before their first record. */
    public Map<TopicPartition, Long> latest(Collection<TopicPartition> partitions) {
        return partitions.isEmpty() ? Map.of() : consumer.endOffsets(partitions);
    }

    /** The first records whose timestamps, in milliseconds since 1970, are these or later; else {@link #latest}. */
    public Map<TopicPartition, Long> atTimes(Map<TopicPartition, Long> times) {
        if (times.isEmpty()) {
            return Map.of();
        }
        // First, so that what is written meanwhile is not passed over.
        Map<TopicPartition, Long> found = new HashMap<>(consumer.endOffsets(times.keySet()));
        consumer.offsetsForTimes(times).forEach((partition, first) -> {
            if (first != null) {
                found.put(partition, first.offset());
            }
        });
        return found;
    }

    /** Reads these partitions up to these ends. */
    public void endAt(Map<TopicPartition, End> partitionEnds) {
        partitionEnds.forEach((partition, end) -> ends.put(partition, end.offset()));
        pauseEnded();
    }

    private void pauseEnded() {
        List<TopicPartition> ended = new ArrayList<>(ends.keySet());
        ended.removeIf(partition -> !isAtEnd(partition));
        consumer.pause(ended);
    }

    /** Whether a partition has an end and was read up to it. */
    public boolean isAtEnd(TopicPartition partition) {
        Long end = ends.get(partition);
        return end != null && consumer.position(partition) >= end;
    }

    /** The next record of a partition that {@link #read} will return, or the end where that is reached. */
    public long position(TopicPartition partition) {
        return Math.min(consumer.position(partition), ends.getOrDefault(partition, Long.MAX_VALUE));
    }

    /** How many offsets lie before the end of a partition; empty when it is not known yet. */
    public OptionalLong behind(TopicPartition partition) {
        Long end = ends.get(partition);
        return end == null ? consumer.currentLag(partition) : OptionalLong.of(end - position(partition));
    }

    /** What came within the time limit; empty when nothing came or the reader was woken up. */
    public ConsumerRecords<byte[], byte[]> read() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
            if (!unreadFromBeginning.isEmpty()) {
                unreadFromBeginning.removeAll(records.partitions());
            }
            return ends.isEmpty() ? records : upToTheEnds(records);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) {
            mend(e.offsetOutOfRangePartitions());
            return ConsumerRecords.empty();
        }
    }

    private ConsumerRecords<byte[], byte[]> upToTheEnds(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new LinkedHashMap<>();
        boolean cut = false;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            int size = sizeBefore(ends.getOrDefault(partition, Long.MAX_VALUE), all);
            cut |= size < all.size();
            if (size > 0) {
                kept.put(partition, all.subList(0, size));
            }
        }
        // Partitions may come to their end without a record: what lies before it may be no more than marks of
        // transactions.
        pauseEnded();
        return cut ? records(kept) : records;
    }

    private static int sizeBefore(long end, List<ConsumerRecord<byte[], byte[]>> records) {
        int size = records.size();
        while (size > 0 && records.get(size - 1).offset() >= end) {
            size--;
        }
        return size;
    }

    @SuppressWarnings("deprecation") // its successor came with Kafka 4.0, and this runs in Connect 3.9 too
    private static ConsumerRecords<byte[], byte[]> records(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept) {
        return new ConsumerRecords<>(kept);
    }

    private void mend(Map<TopicPartition, Long> positions) {
        Set<TopicPartition> begin = new HashSet<>(positions.keySet());
        // Retention may delete the first record between the lookup of its offset and the first fetch.
        begin.retainAll(unreadFromBeginning);
        if (!begin.isEmpty()) { // to seek none would be to seek all
            consumer.seekToBeginning(begin);
        }
        Set<TopicPartition> lost =
                new TreeSet<>(comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        lost.addAll(positions.keySet());
        lost.removeAll(begin);
        if (lost.isEmpty()) {
            return;
        }
        String found = describe(lost, positions);
        switch (outOfRange) {
            case FAIL ->
                throw new ConnectException(
                        "The next record to read must be there or be the next to be written. Found: " + found
                                + ". Records were deleted before they were read, or the topic was created anew. To go on, set"
                                + " on.offset.out.of.range to earliest or latest, or store other offsets:"
                                + " PATCH /connectors/<name>/offsets");
            case EARLIEST -> {
                log.warn("Going on at the first record, on.offset.out.of.range=earliest: {}", found);
                consumer.seekToBeginning(lost);
            }
            case LATEST -> {
                log.warn("Going on at the end, on.offset.out.of.range=latest: {}", found);
                consumer.seekToEnd(lost);
            }
        }
    }

    private String describe(Set<TopicPartition> lost, Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> first = Map.of();
        Map<TopicPartition, Long> end = Map.of();
        try {
            first = consumer.beginningOffsets(lost, RANGE_TIMEOUT);
            end = consumer.endOffsets(lost, RANGE_TIMEOUT);
        } catch (KafkaException e) {
            log.debug("The range of offsets could not be looked up for a message", e);
        }
        StringJoiner text = new StringJoiner("; ");
        for (TopicPartition partition : lost) {
            String range = first.containsKey(partition) && end.containsKey(partition)
                    ? ", where the partition has " + first.get(partition) + " to " + end.get(partition)
                    : "";
            text.add(partition + " at offset " + positions.get(partition) + range);
        }
        return text.toString();
    }

    /** Ends a {@link #read()} that another thread waits in. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    @SuppressWarnings("deprecation") // its successor came with Kafka 4.1, and this runs in Connect 3.9 too
    public void close() {
        consumer.close(CLOSE_TIMEOUT);
    }
}
