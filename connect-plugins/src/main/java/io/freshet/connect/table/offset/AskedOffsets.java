package io.freshet.connect.table.offset;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Where an operator wants to go on: an offset, or null for where Kafka's group, which forgets its own, starts anew. Connect asks
 * for a reset by nulls for all partitions that the group has committed offsets of; these need not be all that were written.
 *
 * @param readsTopic whether the connector reads a topic
 */
public record AskedOffsets(Map<TopicPartition, @Nullable Long> offsets, Predicate<String> readsTopic) {

    /**
     * Returns what is to be stored.
     *
     * @throws ConnectException if that is not what was meant, or cannot be told from it
     */
    Map<TopicPartition, @Nullable Long> against(Map<TopicPartition, Claim> stored) {
        offsets.forEach(this::check);
        if (offsets.isEmpty()) {
            return reset(stored.keySet());
        }
        if (offsets.values().stream().allMatch(Objects::isNull)) {
            checkNoneIsMissing(stored);
        }
        return offsets;
    }

    private void check(TopicPartition partition, @Nullable Long offset) {
        if (offset == null) {
            return;
        }
        if (offset < 0) {
            throw new ConnectException("Offset of " + partition + ": expecting 0 or more. Found: " + offset);
        }
        if (!readsTopic.test(partition.topic())) {
            throw new ConnectException("Offset of " + partition
                    + ": expecting a topic that the connector reads. Found: " + partition.topic());
        }
    }

    private static Map<TopicPartition, @Nullable Long> reset(Collection<TopicPartition> partitions) {
        Map<TopicPartition, @Nullable Long> nulls = new HashMap<>();
        partitions.forEach(partition -> nulls.put(partition, null));
        return nulls;
    }

    /** A reset that leaves some as they are would be none; some may be meant, but then somebody says so. */
    private void checkNoneIsMissing(Map<TopicPartition, Claim> stored) {
        Set<String> missing = stored.entrySet().stream()
                .filter(entry -> entry.getValue().isStarted()
                        && readsTopic.test(entry.getKey().topic()))
                .filter(entry -> !offsets.containsKey(entry.getKey()))
                .map(entry -> entry.getKey() + " at " + entry.getValue().next())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            throw new ConnectException("The database has offsets of other partitions too: " + missing
                    + ". Name all partitions in one PATCH: with null those to read anew, with their offset the others");
        }
    }
}
