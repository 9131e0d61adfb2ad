package io.freshet.agent.lag;

/** What is remembered of one partition, whoever reads it. */
final class PartitionLog {
    private static final int MOST_POINTS = 96;

    private final OffsetHistory history;
    private final Pace start;
    private final Emptiness rest = new Emptiness();
    private PartitionEnds ends;
    private boolean idle;

    PartitionLog(PartitionEnds ends, long intervalMillis) {
        this.history = new OffsetHistory(MOST_POINTS, 2 * intervalMillis);
        this.start = new Pace(ends.logStart(), ends.timeMillis());
        this.ends = ends;
        history.sample(ends.highWatermark(), ends.timeMillis());
    }

    void add(PartitionEnds newer) {
        idle = newer.highWatermark() == ends.highWatermark();
        ends = newer;
        history.sample(newer.highWatermark(), newer.timeMillis());
        start.add(newer.logStart(), newer.timeMillis());
    }

    PartitionEnds ends() {
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

    /** Seconds until the begin of the log has come to a consumer that is here and so fast; NaN when it does not. */
    double secondsToLoss(long next, double speed) {
        double nearing = start.perSecond() - (Double.isNaN(speed) ? 0 : speed);
        boolean losing = nearing > 0 && next < ends.highWatermark();
        return losing ? (next - ends.logStart()) / nearing : Double.NaN;
    }
}
