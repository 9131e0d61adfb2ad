package io.freshet.agent.lag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A group from look to look. As long as a source gives the same object for its commits, nothing is sought or put in order
 * anew.
 */
final class GroupProgress {
    private final Map<PartitionId, Progress> byPartition = new HashMap<>();
    private final Map<String, Integer> committed = new HashMap<>();
    private List<Progress> ordered = List.of();
    private @Nullable Map<PartitionId, Commit> followed;

    /** Goes on from what is committed now; whatever is new is begun, or is null and stays out. */
    void follow(Map<PartitionId, Commit> commits, BiFunction<PartitionId, Commit, @Nullable Progress> begin) {
        if (commits == followed) {
            return;
        }
        followed = commits;
        committed.clear();
        commits.keySet().forEach(partition -> committed.merge(partition.topic(), 1, Integer::sum));
        boolean changed = byPartition.keySet().retainAll(commits.keySet());
        for (Map.Entry<PartitionId, Commit> entry : commits.entrySet()) {
            Progress known = byPartition.get(entry.getKey());
            if (known != null) {
                known.commit(entry.getValue());
                continue;
            }
            Progress begun = begin.apply(entry.getKey(), entry.getValue());
            if (begun != null) {
                byPartition.put(entry.getKey(), begun);
                changed = true;
            }
        }
        if (changed) {
            order();
        }
    }

    /** What is known of these topics is about others of the same names. */
    void forget(Set<String> topics) {
        if (byPartition.keySet().removeIf(partition -> topics.contains(partition.topic()))) {
            // To begin them anew with the next look, whatever the source gives.
            followed = null;
            order();
        }
    }

    private void order() {
        List<Progress> all = new ArrayList<>(byPartition.values());
        all.sort(Comparator.comparing(Progress::partition));
        ordered = all;
    }

    /** By topics and their partitions. */
    List<Progress> ordered() {
        return ordered;
    }

    /** Partitions without a commit, of topics that it has committed to or that its members read. */
    SortedMap<String, Integer> withoutCommit(GroupReading reading, Map<String, TopicReading> topics) {
        Set<String> concerned = new HashSet<>(committed.keySet());
        reading.assigned().forEach(partition -> concerned.add(partition.topic()));
        SortedMap<String, Integer> without = new TreeMap<>();
        for (String topic : concerned) {
            TopicReading there = topics.get(topic);
            if (there != null) {
                without.put(topic, Math.max(0, there.partitions() - committed.getOrDefault(topic, 0)));
            }
        }
        return without;
    }
}
