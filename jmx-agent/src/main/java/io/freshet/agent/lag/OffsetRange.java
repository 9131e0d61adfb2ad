package io.freshet.agent.lag;

/** Offsets from one up to another, without that. */
public final class OffsetRange {
    private final long from;
    private final long to;

    public OffsetRange(long from, long to) {
        this.from = from;
        this.to = to;
    }

    public long from() {
        return from;
    }

    public long to() {
        return to;
    }
}
