package io.freshet.transforms.table.feed;

import io.freshet.transforms.table.change.RawChange;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions with one consumer, from where the feed's position is, and moves that. Used by one thread. */
final class PartitionReader {

    private final Consumer<byte[], byte[]> consumer;
    private final FeedPosition position;
    private final FeedHealth health;
    private final ChangeFeed.Changes changes;
    private final Set<TopicPartition> partitions = new HashSet<>();

    PartitionReader(
            Consumer<byte[], byte[]> consumer, FeedPosition position, FeedHealth health, ChangeFeed.Changes changes) {
        this.consumer = consumer;
        this.position = position;
        this.health = health;
        this.changes = changes;
    }

    /** Adds partitions to those that are read. */
    void add(Collection<TopicPartition> added) {
        partitions.addAll(added);
        consumer.assign(partitions);
        added.forEach(partition -> consumer.seek(partition, position.next(partition)));
    }

    /** Hands on what has come, and returns if anything has. */
    boolean poll(Duration atMost) {
        ConsumerRecords<byte[], byte[]> messages = consumer.poll(atMost);
        for (TopicPartition partition : messages.partitions()) {
            read(partition, messages.records(partition));
        }
        // Also past what a reader never sees: markers and aborted messages of transactions.
        for (TopicPartition partition : partitions) {
            position.advance(partition, consumer.position(partition));
        }
        health.polled(!messages.isEmpty());
        return !messages.isEmpty();
    }

    private void read(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> messages) {
        long next = position.next(partition);
        try {
            for (ConsumerRecord<byte[], byte[]> message : messages) {
                changes.change(new RawChange(
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        message.timestamp(),
                        message.key(),
                        message.value()));
                next = message.offset() + 1;
            }
        } finally {
            // Not at each message, as that takes as long as some messages do.
            position.advance(partition, next);
        }
    }
}
