package io.freshet.agent.lag;

import org.jspecify.annotations.Nullable;

/** What is remembered of one partition, whoever reads it. */
final class PartitionLog {
    private static final int MOST_POINTS = 96;
    private static final long NOTHING = Long.MAX_VALUE;

    private final long intervalMillis;
    private final OffsetHistory history;
    private final Emptiness rest = new Emptiness();
    private @Nullable Pace start;
    private @Nullable PartitionEnds ends;
    private boolean allowed = true;
    private boolean used;
    private boolean answered;
    private boolean idle;
    private long neededFrom = NOTHING;

    PartitionLog(long intervalMillis) {
        this.intervalMillis = intervalMillis;
        this.history = new OffsetHistory(MOST_POINTS, 2 * intervalMillis);
    }

    /** The same partition of a topic that was made anew under its name. */
    PartitionLog anew() {
        PartitionLog other = new PartitionLog(intervalMillis);
        other.allowed = allowed;
        other.used = used;
        return other;
    }

    /** A look begins, in which it may be asked for its ends or may not. */
    void begin(boolean isAllowed) {
        allowed = isAllowed;
        used = false;
        answered = false;
        neededFrom = NOTHING;
    }

    /** A group that was read in this look has committed to it. */
    void use() {
        used = true;
    }

    boolean isUsed() {
        return used;
    }

    boolean isWanted() {
        return used && allowed;
    }

    void add(PartitionEnds newer) {
        idle = ends != null && newer.highWatermark() == ends.highWatermark();
        if (start == null) {
            start = new Pace(newer.logStart(), newer.timeMillis());
        } else {
            start.add(newer.logStart(), newer.timeMillis());
        }
        ends = newer;
        answered = true;
        history.sample(newer.highWatermark(), newer.timeMillis());
    }

    /** Whether this look knows its ends. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether some look before this one has found its end beyond that, or none has found one. */
    boolean isBeyond(PartitionEnds newer) {
        return ends == null || newer.highWatermark() < ends.highWatermark();
    }

    /** The latest; there are some once it was answered. */
    PartitionEnds ends() {
        if (ends == null) {
            throw new IllegalStateException("no ends are known");
        }
        return ends;
    }

    /** Whether nothing was written since the last look. */
    boolean isIdle() {
        return idle;
    }

    /** What is known of the rest of it. */
    Emptiness rest() {
        return rest;
    }

    OffsetHistory history() {
        return history;
    }

    /** Some group goes on from here. */
    void needFrom(long offset) {
        neededFrom = Math.min(neededFrom, offset);
    }

    /** What every group has read needs no history. */
    void forgetHistory() {
        if (neededFrom != NOTHING) {
            history.forgetBefore(neededFrom);
        }
    }

    /** Seconds until the begin of the log has come to a consumer that is here and so fast; NaN when it does not. */
    double secondsToLoss(long next, double speed) {
        double pace = start == null ? 0 : start.perSecond();
        double nearing = pace - (Double.isNaN(speed) ? 0 : speed);
        boolean losing = nearing > 0 && next < ends().highWatermark();
        return losing ? (next - ends().logStart()) / nearing : Double.NaN;
    }
}
