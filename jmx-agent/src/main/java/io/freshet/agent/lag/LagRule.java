package io.freshet.agent.lag;

/**
 * Lag in records: the end less the committed offset, neither of records that are deleted nor below zero.
 *
 * <p>Commits are read before the ends. So a group that keeps up is never ahead of what is compared with; what was written
 * in between counts as lag, which is at most the traffic of one reading.
 */
public final class LagRule {
    private LagRule() {}

    /** The records that are there and were not read; of a share group, what it counts itself. */
    public static long lag(Commit commit, PartitionEnds ends) {
        return commit.ownLag().orElseGet(() -> between(commit, ends, ends.highWatermark()));
    }

    /** The same for a consumer that reads only what is committed, up to the first open transaction. */
    public static long stableLag(Commit commit, PartitionEnds ends) {
        return between(commit, ends, ends.lastStable());
    }

    /** The offsets that were never read and are deleted. */
    public static long expired(Commit commit, PartitionEnds ends) {
        return Math.max(0, ends.logStart() - commit.offset());
    }

    /** Where the group would go on. */
    static long next(Commit commit, PartitionEnds ends) {
        return Math.max(commit.offset(), ends.logStart());
    }

    private static long between(Commit commit, PartitionEnds ends, long end) {
        return Math.max(0, end - next(commit, ends));
    }
}
