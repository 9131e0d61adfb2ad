package io.freshet.agent.lag;

/** Where a partition begins and ends, of what consumers may read. */
public final class PartitionEnds {
    private final long logStart;
    private final long highWatermark;
    private final long lastStable;
    private final long timeMillis;

    /**
     * The last stable offset is the high watermark where no transaction is open; the time is that of the answer, in
     * milliseconds since 1970 by the clock here.
     */
    public PartitionEnds(long logStart, long highWatermark, long lastStable, long timeMillis) {
        this.logStart = logStart;
        this.highWatermark = highWatermark;
        this.lastStable = lastStable;
        this.timeMillis = timeMillis;
    }

    /** The offset of the oldest record that is still there. */
    public long logStart() {
        return logStart;
    }

    /** The offset after the last record that consumers may read. */
    public long highWatermark() {
        return highWatermark;
    }

    /** The same for consumers that read only what is committed. */
    public long lastStable() {
        return lastStable;
    }

    /** When it was so, in milliseconds since 1970. */
    public long timeMillis() {
        return timeMillis;
    }
}
