package io.freshet.agent.lag.admin;

import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.PartitionId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What groups had committed when they were asked last: what has not changed stays the same object, by which others know that
 * they need not look at it again.
 */
final class KnownCommits {
    private static final int SOME = 1_000;

    private final Map<String, Map<PartitionId, Commit>> byGroup = new HashMap<>();
    private final Map<TopicPartition, PartitionId> partitions = new HashMap<>();
    private int mostPartitions = SOME;

    /** What a group has committed now. */
    Map<PartitionId, Commit> of(String group, Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
        Map<PartitionId, Commit> before = byGroup.getOrDefault(group, Map.of());
        Map<PartitionId, Commit> now = isSame(before, offsets) ? before : merge(before, offsets);
        byGroup.put(group, now);
        return now;
    }

    private boolean isSame(Map<PartitionId, Commit> before, Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
        int count = 0;
        for (Map.Entry<TopicPartition, @Nullable OffsetAndMetadata> entry : offsets.entrySet()) {
            OffsetAndMetadata offset = entry.getValue();
            if (offset != null && offset.offset() >= 0) {
                Commit known = before.get(id(entry.getKey()));
                if (known == null || known.offset() != offset.offset()) {
                    return false;
                }
                count++;
            }
        }
        return count == before.size();
    }

    private Map<PartitionId, Commit> merge(
            Map<PartitionId, Commit> before, Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
        Map<PartitionId, Commit> now = new HashMap<>(offsets.size() * 2);
        offsets.forEach((partition, offset) -> {
            if (offset != null && offset.offset() >= 0) {
                PartitionId id = id(partition);
                Commit known = before.get(id);
                now.put(id, known != null && known.offset() == offset.offset() ? known : Commit.at(offset.offset()));
            }
        });
        return Collections.unmodifiableMap(now);
    }

    private PartitionId id(TopicPartition partition) {
        return partitions.computeIfAbsent(partition, Members::partition);
    }

    /** Forgets all but these groups, and from time to time the partitions that none of them reads any more. */
    void keep(Set<String> groups) {
        byGroup.keySet().retainAll(groups);
        if (partitions.size() > mostPartitions) {
            Set<PartitionId> used = new HashSet<>();
            byGroup.values().forEach(commits -> used.addAll(commits.keySet()));
            partitions.values().retainAll(used);
            mostPartitions = 2 * partitions.size() + SOME;
        }
    }
}
