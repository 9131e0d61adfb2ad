package io.freshet.agent.lag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<String, GroupProgress> progress = new HashMap<>();
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
        List<Followed> followed = follow(reading);
        Set<PartitionId> wanted = wanted();
        Map<PartitionId, PartitionEnds> ends = logs.ends(wanted, deadline.part(2));
        long now = clock.getAsLong();
        lookAtTopics(wanted, ends, reading, deadline);
        ends.forEach((partition, end) -> log(partition).add(end));
        peek(followed, deadline);
        evaluate(followed);
        findTimes(followed, now, deadline);
        LagSnapshot snapshot = snapshot(reading, followed, ends, wanted, now);
        forget(reading);
        return snapshot;
    }

    /** Begins with partitions as they are seen first. */
    private List<Followed> follow(GroupsReading reading) {
        known.forEach((partition, log) -> log.begin(options.topics().test(partition.topic())));
        List<Followed> followed = new ArrayList<>();
        for (GroupReading group : reading.groups()) {
            GroupProgress own = progress.computeIfAbsent(group.name(), missing -> new GroupProgress());
            own.follow(group.commits(), this::begin);
            own.ordered().forEach(one -> one.log().use());
            followed.add(new Followed(group, own));
        }
        return followed;
    }

    private @Nullable Progress begin(PartitionId partition, Commit commit) {
        PartitionLog log = known.get(partition);
        if (log == null && options.topics().test(partition.topic())) {
            log = new PartitionLog(options.intervalMillis());
            known.put(partition, log);
        }
        return log == null ? null : new Progress(partition, log, options.looks(), commit);
    }

    private Set<PartitionId> wanted() {
        Set<PartitionId> wanted = new HashSet<>();
        known.forEach((partition, log) -> {
            if (log.isWanted()) {
                wanted.add(partition);
            }
        });
        return wanted;
    }

    /** Forgets what was known of topics that are others than before, under the same name. */
    private void lookAtTopics(
            Set<PartitionId> wanted, Map<PartitionId, PartitionEnds> ends, GroupsReading reading, Deadline deadline)
            throws InterruptedException {
        Set<String> names = new HashSet<>();
        wanted.forEach(partition -> names.add(partition.topic()));
        reading.groups().forEach(group -> group.assigned().forEach(partition -> names.add(partition.topic())));
        names.removeIf(options.topics().negate());
        looksSinceTopics++;
        if (looksSinceTopics < LOOKS_BETWEEN_TOPICS && topics.keySet().containsAll(names) && !isOdd(wanted, ends)) {
            return;
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
    }

    /** A topic that is new, does not answer, or has gone back. */
    private boolean isOdd(Set<PartitionId> wanted, Map<PartitionId, PartitionEnds> ends) {
        for (PartitionId partition : wanted) {
            PartitionEnds end = ends.get(partition);
            if (end == null || log(partition).isBeyond(end)) {
                return true;
            }
        }
        return false;
    }

    private void forgetTopics(Set<String> changed) {
        if (!changed.isEmpty()) {
            known.replaceAll((partition, log) -> changed.contains(partition.topic()) ? log.anew() : log);
            progress.values().forEach(group -> group.forget(changed));
        }
    }

    /** Where nothing moves any more and a little is left, it may be that there is nothing to read. */
    private void peek(List<Followed> followed, Deadline deadline) throws InterruptedException {
        Map<PartitionId, OffsetRange> stretches = new HashMap<>();
        for (Followed group : followed) {
            for (Progress one : group.progress.ordered()) {
                if (stretches.size() < MOST_PEEKS
                        && one.isStuckBefore(MOST_MARKERS)
                        && one.log().rest().isUnknown(one.rest())) {
                    stretches.put(one.partition(), one.rest());
                }
            }
        }
        if (!stretches.isEmpty()) {
            Set<PartitionId> empty = logs.empty(stretches, deadline.part(2));
            stretches.forEach((partition, rest) -> log(partition).rest().learn(rest, empty.contains(partition)));
        }
    }

    private void evaluate(List<Followed> followed) {
        for (Followed group : followed) {
            for (Progress one : group.progress.ordered()) {
                one.look(isOfThisTopic(one));
            }
        }
    }

    /** A commit that was read before its topic was made anew is not one to the topic that is there now. */
    private boolean isOfThisTopic(Progress one) {
        String id = one.commit().topicId();
        TopicReading topic = id == null ? null : topics.get(one.partition().topic());
        return topic == null || topic.id().equals(id);
    }

    private void findTimes(List<Followed> followed, long now, Deadline deadline) throws InterruptedException {
        List<Progress> unknown = new ArrayList<>();
        Map<PartitionId, Set<Long>> wanted = new HashMap<>();
        for (Followed group : followed) {
            for (Progress one : group.progress.ordered()) {
                if (one.isCurrent() && !one.findTime(recordTimes)) {
                    unknown.add(one);
                    wanted.computeIfAbsent(one.partition(), missing -> new TreeSet<>(Comparator.reverseOrder()))
                            .add(one.next());
                }
            }
        }
        if (!wanted.isEmpty()) {
            recordTimes.find(
                    wanted, partition -> log(partition).history(), now, new Rounds(options.rounds(), deadline));
            unknown.forEach(one -> one.findTime(recordTimes));
        }
    }

    private LagSnapshot snapshot(
            GroupsReading reading,
            List<Followed> followed,
            Map<PartitionId, PartitionEnds> ends,
            Set<PartitionId> wanted,
            long now) {
        List<GroupLag> lags = new ArrayList<>(followed.size());
        for (Followed group : followed) {
            List<PartitionLag> own = new ArrayList<>(group.progress.ordered().size());
            for (Progress one : group.progress.ordered()) {
                if (one.isCurrent()) {
                    own.add(one.lag(group.reading));
                }
            }
            lags.add(new GroupLag(group.reading, own, group.progress.withoutCommit(group.reading, topics)));
        }
        lags.sort(Comparator.comparing(GroupLag::name));
        LagSnapshot.Missing missing = new LagSnapshot.Missing(
                reading.missing(), reading.unread().size(), missingTopics, wanted.size() - ends.size());
        return new LagSnapshot(now, lags, new TreeMap<>(ends), missing);
    }

    private void forget(GroupsReading reading) {
        Set<String> read = new HashSet<>();
        reading.groups().forEach(group -> read.add(group.name()));
        if (reading.isWhole()) {
            progress.keySet()
                    .removeIf(name -> !read.contains(name) && !reading.unread().contains(name));
        }
        Set<PartitionLog> ofOthers = new HashSet<>();
        progress.forEach((name, group) -> {
            if (!read.contains(name)) {
                group.ordered().forEach(one -> ofOthers.add(one.log()));
            }
        });
        known.values().removeIf(log -> !log.isUsed() && !ofOthers.contains(log));
        known.values().forEach(PartitionLog::forgetHistory);
    }

    private PartitionLog log(PartitionId partition) {
        @Nullable PartitionLog log = known.get(partition);
        if (log == null) {
            throw new IllegalStateException("nothing is known of " + partition);
        }
        return log;
    }

    /** A group in this look, and what was before. */
    private static final class Followed {
        private final GroupReading reading;
        private final GroupProgress progress;

        Followed(GroupReading reading, GroupProgress progress) {
            this.reading = reading;
            this.progress = progress;
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
