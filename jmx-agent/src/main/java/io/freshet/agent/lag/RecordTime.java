package io.freshet.agent.lag;

/** A record that is in a log. */
public final class RecordTime {
    private final long offset;
    private final long timestamp;

    /** The timestamp is that of the record, in milliseconds since 1970. */
    public RecordTime(long offset, long timestamp) {
        this.offset = offset;
        this.timestamp = timestamp;
    }

    public long offset() {
        return offset;
    }

    public long timestamp() {
        return timestamp;
    }
}
