package io.freshet.agent.lag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Groups and logs of which everything is known, and a clock that goes when it is told to. */
final class FakeCluster implements GroupSource, LogSource {
    long now = 1_700_000_000_000L;
    final Map<String, FakeGroup> groups = new LinkedHashMap<>();
    final Map<PartitionId, FakeLog> logs = new HashMap<>();
    final Map<String, String> topicIds = new HashMap<>();
    final Set<PartitionId> silent = new HashSet<>();
    final Set<String> unread = new HashSet<>();
    int silentBrokers;
    int questions;
    int peeks;

    FakeGroup group(String name) {
        return groups.computeIfAbsent(name, missing -> new FakeGroup(missing, GroupKind.CLASSIC));
    }

    FakeLog log(PartitionId partition) {
        topicIds.putIfAbsent(partition.topic(), partition.topic() + "-id");
        return logs.computeIfAbsent(partition, missing -> new FakeLog());
    }

    @Override
    public GroupsReading groups(Predicate<String> wanted, long timeoutMillis) {
        List<GroupReading> readings = new ArrayList<>();
        groups.forEach((name, group) -> {
            if (wanted.test(name) && !unread.contains(name)) {
                readings.add(new GroupReading(
                        name, group.kind, group.members == null ? "Unknown" : "Stable", group.members, group.told()));
            }
        });
        return new GroupsReading(readings, unread, silentBrokers);
    }

    @Override
    public Map<PartitionId, PartitionEnds> ends(Set<PartitionId> partitions, long timeoutMillis) {
        Map<PartitionId, PartitionEnds> ends = new HashMap<>();
        partitions.forEach(partition -> {
            FakeLog log = logs.get(partition);
            if (log != null && !silent.contains(partition)) {
                ends.put(partition, new PartitionEnds(log.start, log.end(), log.end() - log.unstable, now));
            }
        });
        return ends;
    }

    @Override
    public Map<String, TopicReading> topics(Collection<String> topics, long timeoutMillis) {
        Map<String, TopicReading> read = new HashMap<>();
        topics.forEach(topic -> {
            String id = topicIds.get(topic);
            if (id != null) {
                int partitions = (int) logs.keySet().stream()
                        .filter(partition -> partition.topic().equals(topic))
                        .count();
                read.put(topic, new TopicReading(id, partitions));
            }
        });
        return read;
    }

    @Override
    public Map<PartitionId, RecordTime> firstSince(Map<PartitionId, Long> times, long timeoutMillis) {
        questions++;
        Map<PartitionId, RecordTime> found = new HashMap<>();
        times.forEach((partition, time) ->
                found.put(partition, Objects.requireNonNull(logs.get(partition)).firstSince(time)));
        return found;
    }

    @Override
    public Set<PartitionId> empty(Map<PartitionId, OffsetRange> stretches, long timeoutMillis) {
        peeks++;
        Set<PartitionId> empty = new HashSet<>();
        stretches.forEach((partition, range) -> {
            List<@Nullable Long> records = Objects.requireNonNull(logs.get(partition)).records;
            if (records.subList((int) range.from(), (int) range.to()).stream().allMatch(Objects::isNull)) {
                empty.add(partition);
            }
        });
        return empty;
    }

    static final class FakeGroup {
        final String name;
        GroupKind kind;
        final Map<PartitionId, Commit> commits = new HashMap<>();
        private Map<PartitionId, Commit> told = Map.of();

        @Nullable
        List<Member> members = List.of();

        FakeGroup(String name, GroupKind kind) {
            this.name = name;
            this.kind = kind;
        }

        /** The same object as long as nothing has changed, as sources may do. */
        Map<PartitionId, Commit> told() {
            if (!told.equals(commits)) {
                told = Map.copyOf(commits);
            }
            return told;
        }
    }

    /** Offsets are places in the list; those of null are gone, as after compaction. */
    static final class FakeLog {
        final List<@Nullable Long> records = new ArrayList<>();
        long start;
        long unstable;

        long end() {
            return records.size();
        }

        void produce(int count, long time) {
            for (int i = 0; i < count; i++) {
                records.add(time);
            }
        }

        /** Leaves nothing of these. */
        void compact(int from, int to) {
            for (int offset = from; offset < to; offset++) {
                records.set(offset, null);
            }
        }

        RecordTime firstSince(long time) {
            for (int offset = (int) start; offset < records.size(); offset++) {
                Long timestamp = records.get(offset);
                if (timestamp != null && timestamp >= time) {
                    return new RecordTime(offset, timestamp);
                }
            }
            return new RecordTime(-1, -1);
        }

        /** When the first record came that a group at this offset has not read. */
        long timeOfNext(long offset) {
            for (int at = (int) Math.max(start, offset); at < records.size(); at++) {
                Long timestamp = records.get(at);
                if (timestamp != null) {
                    return timestamp;
                }
            }
            throw new AssertionError("none after " + offset);
        }
    }
}
