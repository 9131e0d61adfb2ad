package io.freshet.agent.lag;

/** A group in one partition, from look to look. */
final class Progress {
    private final PartitionId partition;
    private final PartitionLog log;
    private final CommitWindow window;
    private Commit commit;
    private boolean current;
    private long unread;
    private double recordMillis = Double.NaN;

    Progress(PartitionId partition, PartitionLog log, int looks, Commit commit) {
        this.partition = partition;
        this.log = log;
        this.window = new CommitWindow(looks);
        this.commit = commit;
    }

    PartitionId partition() {
        return partition;
    }

    PartitionLog log() {
        return log;
    }

    void commit(Commit newer) {
        commit = newer;
    }

    Commit commit() {
        return commit;
    }

    /** Takes in what the latest look has found; not current where it has found nothing that goes together. */
    void look(boolean ofThisTopic) {
        current = ofThisTopic && log.isAnswered();
        if (current) {
            PartitionEnds ends = log.ends();
            boolean nothing = commit.ownLag().isEmpty() && log.rest().isEmpty(rest());
            unread = nothing ? 0 : LagRule.lag(commit, ends);
            window.add(ends.timeMillis(), commit, unread);
            log.needFrom(next());
        }
    }

    /** Whether the latest look has found where it is, and how far the partition goes. */
    boolean isCurrent() {
        return current;
    }

    /** When the next record came; false where that is not known. */
    boolean findTime(RecordTimes times) {
        recordMillis = unread == 0 ? Double.NaN : times.of(next(), log.history(), now());
        return unread == 0 || !Double.isNaN(recordMillis);
    }

    /** Where the group would go on. */
    long next() {
        return LagRule.next(commit, log.ends());
    }

    /** What is left of the partition. */
    OffsetRange rest() {
        return new OffsetRange(next(), log.ends().highWatermark());
    }

    /** Whether neither the group nor the partition has moved since the last look, and so few offsets are left at most. */
    boolean isStuckBefore(long most) {
        if (!log.isIdle() || !window.wasAt(commit.offset()) || commit.ownLag().isPresent()) {
            return false;
        }
        long lag = LagRule.lag(commit, log.ends());
        return lag > 0 && lag <= most;
    }

    PartitionLag lag(GroupReading group) {
        double seconds = unread == 0 ? 0 : (now() - recordMillis) / 1e3;
        return new PartitionLag(
                partition,
                commit,
                log.ends(),
                window.verdict(group.isLeft(), group.kind()),
                window,
                log.secondsToLoss(next(), window.speed()),
                seconds);
    }

    private long now() {
        return log.ends().timeMillis();
    }
}
