package io.freshet.agent.lag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at groups, then at the partitions that they have committed to, and says how far apart they are. Used by one thread.
 *
 * <p>What cannot be had before the next look is due is left out, and said to be missing.
 */
public final class LagSampler {
    /** Topics are looked at anew after so many looks, and whenever something points to a change. */
    private static final int LOOKS_BETWEEN_TOPICS = 4;

    private static final int MOST_PEEKS = 20;
    private static final int MOST_MARKERS = 100;

    private final GroupSource groups;
    private final LogSource logs;
    private final LagOptions options;
    private final LongSupplier clock;
    private final RecordTimes recordTimes;
    private final Map<PartitionId, PartitionLog> known = new HashMap<>();
    private final Map<String, Map<PartitionId, CommitWindow>> windows = new HashMap<>();
    private Map<String, TopicReading> topics = Map.of();
    private int looksSinceTopics = LOOKS_BETWEEN_TOPICS;
    private int missingTopics;

    /** The clock counts milliseconds since 1970. */
    public LagSampler(GroupSource groups, LogSource logs, LagOptions options, LongSupplier clock) {
        this.groups = groups;
        this.logs = logs;
        this.options = options;
        this.clock = clock;
        this.recordTimes = new RecordTimes(logs, options.intervalMillis());
    }

    /** One look. */
    public LagSnapshot look() throws InterruptedException {
        Deadline deadline = new Deadline(options.deadlineMillis());
        // Commits first: see LagRule.
        GroupsReading reading = groups.groups(options.groups(), deadline.part(2));
        Set<PartitionId> wanted = committed(reading);
        Map<PartitionId, PartitionEnds> ends = logs.ends(wanted, deadline.part(2));
        long now = clock.getAsLong();
        Set<String> changed = lookAtTopics(wanted, ends, reading, deadline);
        remember(wanted, ends);
        forgetGroups(reading);
        peek(reading, deadline);
        List<Pending> pending = evaluate(reading, ends, changed);
        findTimes(pending, now, deadline);
        LagSnapshot snapshot = snapshot(reading, pending, ends, wanted, now);
        forgetHistory(pending);
        return snapshot;
    }

    private Set<PartitionId> committed(GroupsReading reading) {
        Set<PartitionId> partitions = new HashSet<>();
        for (GroupReading group : reading.groups()) {
            for (PartitionId partition : group.commits().keySet()) {
                if (options.topics().test(partition.topic())) {
                    partitions.add(partition);
                }
            }
        }
        return partitions;
    }

    /** Returns the topics that are others than before, under the same name, or are gone. */
    private Set<String> lookAtTopics(
            Set<PartitionId> wanted, Map<PartitionId, PartitionEnds> ends, GroupsReading reading, Deadline deadline)
            throws InterruptedException {
        Set<String> names = new HashSet<>();
        wanted.forEach(partition -> names.add(partition.topic()));
        reading.groups().forEach(group -> assigned(group).forEach(partition -> names.add(partition.topic())));
        names.removeIf(options.topics().negate());
        looksSinceTopics++;
        if (looksSinceTopics < LOOKS_BETWEEN_TOPICS && topics.keySet().containsAll(names) && !isOdd(wanted, ends)) {
            return Set.of();
        }
        Map<String, TopicReading> now = logs.topics(names, deadline.part(2));
        Set<String> changed = new HashSet<>();
        Map<String, TopicReading> next = new HashMap<>();
        names.forEach(name -> {
            TopicReading before = topics.get(name);
            TopicReading after = now.get(name);
            if (before != null && after != null && !before.id().equals(after.id())) {
                changed.add(name);
            }
            TopicReading kept = after == null ? before : after;
            if (kept != null) {
                next.put(name, kept);
            }
        });
        topics = next;
        missingTopics = names.size() - now.size();
        looksSinceTopics = 0;
        forgetTopics(changed);
        return changed;
    }

    /** A topic that is new, does not answer, or has gone back. */
    private boolean isOdd(Set<PartitionId> wanted, Map<PartitionId, PartitionEnds> ends) {
        for (PartitionId partition : wanted) {
            PartitionEnds end = ends.get(partition);
            PartitionLog before = known.get(partition);
            if (before == null
                    || end == null
                    || end.highWatermark() < before.ends().highWatermark()) {
                return true;
            }
        }
        return false;
    }

    private static Collection<PartitionId> assigned(GroupReading group) {
        List<PartitionId> all = new ArrayList<>();
        List<Member> members = group.members();
        if (members != null) {
            members.forEach(member -> all.addAll(member.assigned()));
        }
        return all;
    }

    private void forgetTopics(Set<String> changed) {
        known.keySet().removeIf(partition -> changed.contains(partition.topic()));
        windows.values().forEach(window -> window.keySet().removeIf(partition -> changed.contains(partition.topic())));
    }

    private void remember(Set<PartitionId> wanted, Map<PartitionId, PartitionEnds> ends) {
        known.keySet().retainAll(wanted);
        ends.forEach((partition, end) -> {
            PartitionLog log = known.get(partition);
            if (log == null) {
                known.put(partition, new PartitionLog(end, options.intervalMillis()));
            } else {
                log.add(end);
            }
        });
    }

    private void forgetGroups(GroupsReading reading) {
        Set<String> there = new HashSet<>(reading.unread());
        reading.groups().forEach(group -> there.add(group.name()));
        if (reading.isWhole()) {
            windows.keySet().retainAll(there);
        }
    }

    /** Where nothing moves any more and a little is left, it may be that there is nothing to read. */
    private void peek(GroupsReading reading, Deadline deadline) throws InterruptedException {
        Map<PartitionId, OffsetRange> stretches = new HashMap<>();
        for (GroupReading group : reading.groups()) {
            Map<PartitionId, CommitWindow> before = windows.getOrDefault(group.name(), Map.of());
            group.commits().forEach((partition, commit) -> {
                PartitionLog log = known.get(partition);
                CommitWindow window = before.get(partition);
                if (log == null || !log.isIdle() || window == null || stretches.size() >= MOST_PEEKS) {
                    return;
                }
                if (window.wasAt(commit.offset()) && isSmall(commit, log.ends())) {
                    OffsetRange rest = rest(commit, log.ends());
                    if (log.rest().isUnknown(rest)) {
                        stretches.put(partition, rest);
                    }
                }
            });
        }
        if (!stretches.isEmpty()) {
            Set<PartitionId> empty = logs.empty(stretches, deadline.part(2));
            stretches.forEach((partition, rest) -> log(partition).rest().learn(rest, empty.contains(partition)));
        }
    }

    private static boolean isSmall(Commit commit, PartitionEnds ends) {
        long lag = LagRule.lag(commit, ends);
        return commit.ownLag().isEmpty() && lag > 0 && lag <= MOST_MARKERS;
    }

    private static OffsetRange rest(Commit commit, PartitionEnds ends) {
        return new OffsetRange(LagRule.next(commit, ends), ends.highWatermark());
    }

    private List<Pending> evaluate(GroupsReading reading, Map<PartitionId, PartitionEnds> ends, Set<String> changed) {
        List<Pending> pending = new ArrayList<>();
        for (GroupReading group : reading.groups()) {
            Map<PartitionId, CommitWindow> before = windows.getOrDefault(group.name(), Map.of());
            Map<PartitionId, CommitWindow> after = new HashMap<>();
            group.commits().forEach((partition, commit) -> {
                PartitionEnds end = ends.get(partition);
                if (end != null && isOfThisTopic(partition, commit, changed)) {
                    CommitWindow window = before.get(partition);
                    window = window == null ? new CommitWindow(options.looks()) : window;
                    long unread = unread(partition, commit, end);
                    window.add(end.timeMillis(), commit, unread);
                    after.put(partition, window);
                    pending.add(new Pending(group, partition, commit, end, window, unread));
                } else if (before.containsKey(partition) && !changed.contains(partition.topic())) {
                    after.put(partition, before.get(partition));
                }
            });
            windows.put(group.name(), after);
        }
        return pending;
    }

    /** Lag, less what is no record. */
    private long unread(PartitionId partition, Commit commit, PartitionEnds end) {
        boolean nothing = commit.ownLag().isEmpty() && log(partition).rest().isEmpty(rest(commit, end));
        return nothing ? 0 : LagRule.lag(commit, end);
    }

    /** A commit that was read before its topic was made anew is not one to the topic that is there now. */
    private boolean isOfThisTopic(PartitionId partition, Commit commit, Set<String> changed) {
        TopicReading topic = topics.get(partition.topic());
        boolean other = topic != null && commit.topicId() != null && !topic.id().equals(commit.topicId());
        return !other && !changed.contains(partition.topic());
    }

    private void findTimes(List<Pending> pending, long now, Deadline deadline) throws InterruptedException {
        Map<PartitionId, Set<Long>> wanted = new HashMap<>();
        for (Pending one : pending) {
            if (one.unread > 0 && isUnknown(one)) {
                wanted.computeIfAbsent(one.partition, missing -> new TreeSet<>(Comparator.reverseOrder()))
                        .add(one.next());
            }
        }
        if (!wanted.isEmpty()) {
            recordTimes.find(
                    wanted, partition -> log(partition).history(), now, new Rounds(options.rounds(), deadline));
        }
    }

    private boolean isUnknown(Pending one) {
        return Double.isNaN(recordTimes.of(one.next(), log(one.partition).history(), one.now()));
    }

    private LagSnapshot snapshot(
            GroupsReading reading,
            List<Pending> pending,
            Map<PartitionId, PartitionEnds> ends,
            Set<PartitionId> wanted,
            long now) {
        Map<String, List<PartitionLag>> partitions = new HashMap<>();
        for (Pending one : pending) {
            partitions
                    .computeIfAbsent(one.group.name(), missing -> new ArrayList<>())
                    .add(partitionLag(one));
        }
        List<GroupLag> groupLags = new ArrayList<>();
        for (GroupReading group : reading.groups()) {
            List<PartitionLag> own = partitions.getOrDefault(group.name(), new ArrayList<>());
            own.sort(Comparator.comparing(PartitionLag::partition));
            groupLags.add(new GroupLag(group, own, withoutCommit(group)));
        }
        groupLags.sort(Comparator.comparing(GroupLag::name));
        LagSnapshot.Missing missing = new LagSnapshot.Missing(
                reading.missing(), reading.unread().size(), missingTopics, wanted.size() - ends.size());
        return new LagSnapshot(now, groupLags, new TreeMap<>(ends), missing);
    }

    private PartitionLag partitionLag(Pending one) {
        PartitionLog log = log(one.partition);
        Verdict verdict = one.window.verdict(one.group.isLeft(), one.group.kind());
        double loss = log.secondsToLoss(one.next(), one.window.speed());
        return new PartitionLag(one.partition, one.commit, one.end, verdict, one.window, loss, seconds(one, log));
    }

    private double seconds(Pending one, PartitionLog log) {
        return one.unread == 0 ? 0 : (one.now() - recordTimes.of(one.next(), log.history(), one.now())) / 1e3;
    }

    private SortedMap<String, Integer> withoutCommit(GroupReading group) {
        Map<String, Set<Integer>> committed = new LinkedHashMap<>();
        Set<PartitionId> concerned = new HashSet<>(group.commits().keySet());
        concerned.addAll(assigned(group));
        concerned.forEach(partition -> committed.computeIfAbsent(partition.topic(), missing -> new HashSet<>()));
        group.commits().keySet().forEach(partition -> committed
                .computeIfAbsent(partition.topic(), missing -> new HashSet<>())
                .add(partition.partition()));
        SortedMap<String, Integer> without = new TreeMap<>();
        committed.forEach((topic, partitions) -> {
            TopicReading reading = topics.get(topic);
            if (reading != null) {
                without.put(topic, Math.max(0, reading.partitions() - partitions.size()));
            }
        });
        return without;
    }

    /** What every group has read needs no history. */
    private void forgetHistory(List<Pending> pending) {
        Map<PartitionId, Long> least = new HashMap<>();
        pending.forEach(one -> least.merge(one.partition, one.next(), Math::min));
        least.forEach((partition, offset) -> log(partition).history().forgetBefore(offset));
    }

    private PartitionLog log(PartitionId partition) {
        @Nullable PartitionLog log = known.get(partition);
        if (log == null) {
            throw new IllegalStateException("nothing is known of " + partition);
        }
        return log;
    }

    /** A group in a partition, until all is known about it. */
    private static final class Pending {
        private final GroupReading group;
        private final PartitionId partition;
        private final Commit commit;
        private final PartitionEnds end;
        private final CommitWindow window;
        private final long unread;

        Pending(
                GroupReading group,
                PartitionId partition,
                Commit commit,
                PartitionEnds end,
                CommitWindow window,
                long unread) {
            this.group = group;
            this.partition = partition;
            this.commit = commit;
            this.end = end;
            this.window = window;
            this.unread = unread;
        }

        long next() {
            return LagRule.next(commit, end);
        }

        long now() {
            return end.timeMillis();
        }
    }

    /** Until when a look has to be done. */
    private static final class Deadline {
        private final long end;

        Deadline(long millis) {
            this.end = System.nanoTime() + millis * 1_000_000;
        }

        /** A part of what is left, such as the half. */
        long part(int divisor) {
            return Math.max(1, (end - System.nanoTime()) / 1_000_000 / divisor);
        }

        boolean isOver() {
            return System.nanoTime() - end >= 0;
        }
    }

    private static final class Rounds implements RecordTimes.Budget {
        private final Deadline deadline;
        private int left;

        Rounds(int rounds, Deadline deadline) {
            this.left = rounds;
            this.deadline = deadline;
        }

        @Override
        public boolean take() {
            return left-- > 0 && !deadline.isOver();
        }

        @Override
        public long millis() {
            return deadline.part(1);
        }
    }
}
