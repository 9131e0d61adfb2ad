package io.freshet.connect.topic.read;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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

    /** Owns the consumer, whose auto.offset.reset is none. */
    public PartitionReader(Consumer<byte[], byte[]> consumer, Duration timeout, OutOfRange outOfRange) {
        this.consumer = consumer;
        this.timeout = timeout;
        this.outOfRange = outOfRange;
    }

    /** Takes these partitions, each from its start. */
    public void startAt(Map<TopicPartition, StartAt> starts) {
        consumer.assign(starts.keySet());
        starts.forEach((partition, start) -> {
            if (start instanceof StartAt.Offset offset) {
                consumer.seek(partition, offset.next());
            } else if (start instanceof StartAt.Beginning) {
                consumer.seekToBeginning(List.of(partition));
                unreadFromBeginning.add(partition);
            } else {
                consumer.seekToEnd(List.of(partition));
            }
        });
    }

    /** What came within the time limit; empty when nothing came or the reader was woken up. */
    public ConsumerRecords<byte[], byte[]> read() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
            if (!unreadFromBeginning.isEmpty()) {
                unreadFromBeginning.removeAll(records.partitions());
            }
            return records;
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) {
            mend(e.offsetOutOfRangePartitions());
            return ConsumerRecords.empty();
        }
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
