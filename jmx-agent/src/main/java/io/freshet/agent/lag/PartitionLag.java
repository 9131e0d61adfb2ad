package io.freshet.agent.lag;

/** A group in one partition, at one time. NaN stands where something is not known. */
public final class PartitionLag {
    private final PartitionId partition;
    private final Commit commit;
    private final PartitionEnds ends;
    private final Verdict verdict;
    private final double trend;
    private final double secondsToLoss;
    private final double commitAge;
    private final double seconds;

    PartitionLag(
            PartitionId partition,
            Commit commit,
            PartitionEnds ends,
            Verdict verdict,
            CommitWindow window,
            double secondsToLoss,
            double seconds) {
        this.partition = partition;
        this.commit = commit;
        this.ends = ends;
        this.verdict = verdict;
        this.trend = window.trend();
        this.commitAge = window.commitAge();
        this.secondsToLoss = secondsToLoss;
        this.seconds = seconds;
    }

    public PartitionId partition() {
        return partition;
    }

    public long committed() {
        return commit.offset();
    }

    /** Records that are there and were not read. */
    public long lag() {
        return LagRule.lag(commit, ends);
    }

    /** The same, up to the first open transaction. */
    public long stableLag() {
        return LagRule.stableLag(commit, ends);
    }

    /** Offsets that were never read and are deleted. */
    public long expired() {
        return LagRule.expired(commit, ends);
    }

    /** For how long the oldest record that was not read has been there. */
    public double seconds() {
        return seconds;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** How fast lag grows, in records per second. */
    public double trend() {
        return trend;
    }

    /** Seconds since the last commit. */
    public double commitAge() {
        return commitAge;
    }

    /** Seconds until records are deleted that were not read, at the speeds of now. */
    public double secondsToLoss() {
        return secondsToLoss;
    }

    public PartitionEnds ends() {
        return ends;
    }
}
