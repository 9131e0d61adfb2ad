package io.freshet.agent.collect.kafka;

import io.freshet.agent.collect.ConsumerReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the types of Kafka's consumers. */
public final class KafkaConsumerReader implements ConsumerReader {
    @Override
    public @Nullable String group(Object group) {
        Object held = group instanceof AtomicReference ? ((AtomicReference<?>) group).get() : group;
        Object known = held instanceof Optional ? ((Optional<?>) held).orElse(null) : held;
        if (known instanceof ConsumerGroupMetadata) {
            return ((ConsumerGroupMetadata) known).groupId();
        }
        return known instanceof String ? (String) known : null;
    }

    /** Looks at the first and the last record of a partition only, however many there are. */
    @Override
    public void read(Object records, Read target) {
        ConsumerRecords<?, ?> all = (ConsumerRecords<?, ?>) records;
        for (TopicPartition partition : all.partitions()) {
            List<? extends ConsumerRecord<?, ?>> read = all.records(partition);
            // Interceptors can leave nothing of it.
            if (!read.isEmpty()) {
                ConsumerRecord<?, ?> last = read.get(read.size() - 1);
                target.read(partition, read.get(0).offset(), last.offset(), last.timestamp());
            }
        }
    }

    @Override
    public boolean isAssigned(Object state, Object partition) {
        return ((SubscriptionState) state).isAssigned((TopicPartition) partition);
    }

    @Override
    public void committed(Map<?, ?> offsets, Committed target) {
        offsets.forEach((partition, offset) -> target.committed(partition, ((OffsetAndMetadata) offset).offset()));
    }

    @Override
    public String topic(Object partition) {
        return ((TopicPartition) partition).topic();
    }

    @Override
    public int number(Object partition) {
        return ((TopicPartition) partition).partition();
    }
}
