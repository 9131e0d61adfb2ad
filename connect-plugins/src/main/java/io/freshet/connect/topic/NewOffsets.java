package io.freshet.connect.topic;

import io.freshet.connect.topic.bound.Bound;
import io.freshet.connect.topic.partition.SourcePosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** Offsets that somebody wants Connect to store. */
final class NewOffsets {
    private NewOffsets() {}

    /** @throws ConnectException when a task could not start from them */
    static void check(TopicSourceConfig config, Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<TopicPartition, Long> places = new TreeMap<>(Bound.ORDER);
        offsets.forEach((partition, offset) -> {
            // To forget an offset is always allowed, also one that was stored by mistake.
            if (offset != null) {
                TopicPartition source = partition(config, partition);
                SourcePosition.stored(source, offset).ifPresent(position -> places.put(source, position.next()));
            }
        });
        if (!places.isEmpty()) {
            refuseOutOfRange(config, places);
        }
    }

    private static TopicPartition partition(TopicSourceConfig config, Map<String, ?> partition) {
        if (partition.keySet().equals(Set.of("topic", "partition"))
                && partition.get("topic") instanceof String topic
                && (partition.get("partition") instanceof Integer || partition.get("partition") instanceof Long)
                && partition.get("partition") instanceof Number number
                && number.longValue() >= 0
                && number.longValue() <= Integer.MAX_VALUE) {
            if (!config.route().from().includes(topic)) {
                throw new ConnectException("The topic must be one that the connector reads, "
                        + config.route().from().describe() + ". Found: " + topic);
            }
            return new TopicPartition(topic, number.intValue());
        }
        throw new ConnectException(
                "A partition must be {\"topic\": <name>, \"partition\": <number, 0 or more>}. Found: " + partition);
    }

    private static void refuseOutOfRange(TopicSourceConfig config, Map<TopicPartition, Long> places) {
        try (Admin admin = Admin.create(config.briefAdmin())) {
            Map<TopicPartition, Long> first = look(admin, places.keySet(), OffsetSpec.earliest());
            Map<TopicPartition, Long> end = look(admin, places.keySet(), OffsetSpec.latest());
            places.forEach((partition, next) -> {
                long least = first.getOrDefault(partition, 0L);
                long most = end.getOrDefault(partition, Long.MAX_VALUE);
                if (next < least || next > most) {
                    throw new ConnectException("The offset of " + partition
                            + " must be one of a record that is there, or of the next to be written: " + least + " to "
                            + most + ". Found: " + next);
                }
            });
        }
    }

    private static Map<TopicPartition, Long> look(Admin admin, Set<TopicPartition> partitions, OffsetSpec spec) {
        try {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec)))
                    .all()
                    .get()
                    .forEach((partition, found) -> offsets.put(partition, found.offset()));
            return offsets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while offsets were looked up", e);
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "The offsets of " + partitions + " could not be looked up: " + e.getMessage(), e);
        }
    }
}
