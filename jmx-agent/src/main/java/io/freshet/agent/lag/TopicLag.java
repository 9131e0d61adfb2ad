package io.freshet.agent.lag;

/** Several partitions of a group together. NaN stands where something is not known. */
public final class TopicLag {
    private long lag;
    private long expired;
    private double seconds = Double.NaN;
    private double trend = Double.NaN;
    private double secondsToLoss = Double.NaN;
    private double secondsToCatchUp = 0;
    private Verdict verdict = Verdict.OK;
    private boolean allSecondsKnown = true;

    /** One partition alone. */
    public static TopicLag of(PartitionLag partition) {
        TopicLag alone = new TopicLag();
        alone.add(partition);
        return alone;
    }

    void add(PartitionLag partition) {
        lag += partition.lag();
        expired += partition.expired();
        verdict = verdict.worse(partition.verdict());
        allSecondsKnown &= !Double.isNaN(partition.seconds());
        seconds = larger(seconds, partition.seconds());
        trend = Double.isNaN(trend) ? partition.trend() : trend + known(partition.trend());
        secondsToLoss = smaller(secondsToLoss, partition.secondsToLoss());
        secondsToCatchUp = Math.max(secondsToCatchUp, secondsToCatchUp(partition));
    }

    void add(TopicLag other) {
        lag += other.lag;
        expired += other.expired;
        verdict = verdict.worse(other.verdict);
        allSecondsKnown &= other.allSecondsKnown;
        seconds = larger(seconds, other.seconds);
        trend = Double.isNaN(trend) ? other.trend : trend + known(other.trend);
        secondsToLoss = smaller(secondsToLoss, other.secondsToLoss);
        secondsToCatchUp = Math.max(secondsToCatchUp, other.secondsToCatchUp);
    }

    public long lag() {
        return lag;
    }

    public long expired() {
        return expired;
    }

    /** The longest; not known where one is not. */
    public double seconds() {
        return allSecondsKnown ? seconds : Double.NaN;
    }

    /** How fast lag grows, in records per second. */
    public double trend() {
        return trend;
    }

    /** Until the last partition has caught up; infinite where one does not. */
    public double secondsToCatchUp() {
        return secondsToCatchUp;
    }

    /** Until the first partition loses records. */
    public double secondsToLoss() {
        return secondsToLoss;
    }

    public Verdict verdict() {
        return verdict;
    }

    private static double secondsToCatchUp(PartitionLag partition) {
        if (partition.lag() == 0) {
            return 0;
        }
        return partition.trend() < 0 ? partition.lag() / -partition.trend() : Double.POSITIVE_INFINITY;
    }

    private static double known(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    private static double larger(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    private static double smaller(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.min(one, other);
    }
}
