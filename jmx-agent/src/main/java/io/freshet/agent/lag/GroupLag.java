package io.freshet.agent.lag;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A group at one time. NaN stands where something is not known. */
public final class GroupLag {
    private final GroupReading reading;
    private final List<PartitionLag> partitions;
    private final SortedMap<String, Integer> withoutCommit;
    private final SortedMap<String, TopicLag> topics;
    private final TopicLag total = new TopicLag();

    GroupLag(GroupReading reading, List<PartitionLag> partitions, SortedMap<String, Integer> withoutCommit) {
        this.reading = reading;
        this.partitions = List.copyOf(partitions);
        this.withoutCommit = withoutCommit;
        this.topics = byTopic(partitions);
        topics.values().forEach(total::add);
    }

    /** Of partitions in their order. */
    private static SortedMap<String, TopicLag> byTopic(List<PartitionLag> partitions) {
        SortedMap<String, TopicLag> topics = new TreeMap<>();
        String topic = "";
        TopicLag sum = new TopicLag();
        for (PartitionLag partition : partitions) {
            if (!partition.partition().topic().equals(topic)) {
                topic = partition.partition().topic();
                sum = new TopicLag();
                topics.put(topic, sum);
            }
            sum.add(partition);
        }
        return topics;
    }

    public String name() {
        return reading.name();
    }

    public GroupKind kind() {
        return reading.kind();
    }

    public String state() {
        return reading.state();
    }

    /** Null where they are not known. */
    public @Nullable List<Member> members() {
        return reading.members();
    }

    /** In the order of topics and their partitions. */
    public List<PartitionLag> partitions() {
        return partitions;
    }

    /** The same by topic. */
    public Map<String, TopicLag> topics() {
        return topics;
    }

    /** Partitions to which nothing was committed, of topics in which the group has to do with others. */
    public Map<String, Integer> withoutCommit() {
        return withoutCommit;
    }

    public Verdict verdict() {
        return total().verdict();
    }

    /** All partitions together. */
    public TopicLag total() {
        return total;
    }
}
