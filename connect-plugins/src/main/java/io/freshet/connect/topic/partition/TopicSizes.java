package io.freshet.connect.topic.partition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Topics and how many partitions each has, in the order of their names. */
public record TopicSizes(SortedMap<String, Integer> partitions) {

    public TopicSizes {
        partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    }

    public static TopicSizes of(Map<String, Integer> partitions) {
        return new TopicSizes(new TreeMap<>(partitions));
    }

    public Set<String> topics() {
        return partitions.keySet();
    }

    /** Every partition, in the order of topics and numbers. */
    public List<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>();
        partitions.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        });
        return all;
    }

    public boolean has(TopicPartition partition) {
        return partition.partition() < partitions.getOrDefault(partition.topic(), 0);
    }

    /** Whether the other has topics or partitions that are not here. */
    public boolean lacks(TopicSizes other) {
        return other.partitions.entrySet().stream()
                .anyMatch(entry -> partitions.getOrDefault(entry.getKey(), 0) < entry.getValue());
    }
}
