package io.freshet.agent.lag;

/**
 * The latest looks at one group's commits to one partition, and what follows from them. The idea of a window of commits is
 * that of LinkedIn's Burrow.
 */
final class CommitWindow {
    private static final long UNKNOWN = -1;

    private final long[] times;
    private final long[] offsets;
    private final long[] lags;

    /** How many looks it has: its first places, until all are taken. */
    private int length;

    /** The place of the latest look; after the last one comes the first again. */
    private int newest = -1;

    private long commitMillis = UNKNOWN;
    private long movedMillis = UNKNOWN;

    CommitWindow(int size) {
        this.times = new long[size];
        this.offsets = new long[size];
        this.lags = new long[size];
    }

    /** One look, in milliseconds since 1970. */
    void add(long timeMillis, Commit commit, long lag) {
        if (length > 0 && commit.offset() != offsets[newest]) {
            movedMillis = timeMillis;
        }
        newest = newest + 1 == times.length ? 0 : newest + 1;
        length = Math.min(length + 1, times.length);
        times[newest] = timeMillis;
        offsets[newest] = commit.offset();
        lags[newest] = lag;
        commitMillis = commit.timeMillis().orElse(UNKNOWN);
    }

    /** The verdict as of the latest look, of a group that somebody reads for or nobody does. */
    Verdict verdict(boolean left, GroupKind kind) {
        if (lags[newest] == 0) {
            return Verdict.OK;
        }
        if (offsets[newest] < furthest()) {
            return Verdict.REWIND;
        }
        if (isStopped(left, kind)) {
            return Verdict.STOP;
        }
        if (isFull() && isFrozen() && leastLag() > 0 && !isWorkedOff(kind)) {
            return Verdict.STALL;
        }
        return isFull() && onlyGrows() ? Verdict.WARN : Verdict.OK;
    }

    /**
     * Where commits have a time, none in the time of the window. Where not: nobody is left in the group, and nothing has
     * moved since the last look; whoever is never a member has the whole window to commit.
     */
    private boolean isStopped(boolean left, GroupKind kind) {
        if (commitMillis != UNKNOWN) {
            return isFull() && commitMillis < times[oldest()];
        }
        if (kind == GroupKind.SIMPLE) {
            return isFull() && isFrozen() && leastLag() > 0;
        }
        return left && !hasJustMoved();
    }

    /** A share group may do much beyond the first record that is not done. */
    private boolean isWorkedOff(GroupKind kind) {
        return kind == GroupKind.SHARE && lags[newest] < lags[oldest()];
    }

    private boolean hasJustMoved() {
        return length > 1 && offsets[newest] != offsets[at(1)];
    }

    private boolean isFull() {
        return length == times.length;
    }

    private boolean isFrozen() {
        return offsets[oldest()] == offsets[newest] && furthest() == offsets[newest] && nearest() == furthest();
    }

    private boolean onlyGrows() {
        for (int back = 1; back < length; back++) {
            if (lags[at(back)] > lags[at(back - 1)]) {
                return false;
            }
        }
        return lags[newest] > lags[oldest()];
    }

    private long furthest() {
        long most = Long.MIN_VALUE;
        for (int i = 0; i < length; i++) {
            most = Math.max(most, offsets[i]);
        }
        return most;
    }

    private long nearest() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < length; i++) {
            least = Math.min(least, offsets[i]);
        }
        return least;
    }

    private long leastLag() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < length; i++) {
            least = Math.min(least, lags[i]);
        }
        return least;
    }

    /** How fast lag grows, in records per second, by least squares; NaN after one look. */
    double trend() {
        return slope(lags);
    }

    /** How fast the committed offset goes on, in records per second; NaN after one look. */
    double speed() {
        return slope(offsets);
    }

    private double slope(long[] values) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += times[i] - times[newest];
        }
        double meanTime = (double) sum / length;
        double both = 0;
        double spread = 0;
        for (int i = 0; i < length; i++) {
            double time = times[i] - times[newest] - meanTime;
            // Where the mean of the values lies makes no difference, as these times add up to 0.
            both += time * (values[i] - values[newest]);
            spread += time * time;
        }
        return spread == 0 ? Double.NaN : both / spread * 1e3;
    }

    /** Seconds since the last commit, or since it was last seen to move; NaN where neither is known. */
    double commitAge() {
        long last = commitMillis == UNKNOWN ? movedMillis : commitMillis;
        return last == UNKNOWN ? Double.NaN : Math.max(0, times[newest] - last) / 1e3;
    }

    /** Whether the latest look has found this offset. */
    boolean wasAt(long offset) {
        return length > 0 && offsets[newest] == offset;
    }

    private int oldest() {
        return at(length - 1);
    }

    /** Where the look is that was so many before the latest. */
    private int at(int back) {
        return newest >= back ? newest - back : newest - back + times.length;
    }
}
