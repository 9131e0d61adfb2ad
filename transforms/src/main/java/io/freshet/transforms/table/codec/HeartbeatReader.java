package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import org.apache.kafka.connect.errors.DataException;

/**
 * Reads the time of a heartbeat: {@code source.ts_ms}, as a change event of a heartbeat table has, or {@code ts_ms}, as
 * Debezium's own heartbeats have. Used by one thread.
 */
public final class HeartbeatReader implements AutoCloseable {

    private final Opener values;

    HeartbeatReader(Opener values) {
        this.values = values;
    }

    /**
     * Returns the time, in milliseconds since the epoch.
     *
     * @throws BadChangeException if the message tells none
     */
    public long time(RawChange raw) {
        byte[] value = raw.value();
        try {
            Object heartbeat =
                    Fields.required(value == null ? null : values.open(raw.topic(), value), "a heartbeat with ts_ms");
            Object source = Fields.get(heartbeat, "source");
            long time = DebeziumFormat.time(source != null && Fields.hasFields(source) ? source : heartbeat);
            if (time == Change.UNKNOWN) {
                throw new DataException("Expecting a heartbeat with ts_ms. Found: an object without");
            }
            return time;
        } catch (RuntimeException | StackOverflowError e) {
            throw ReadFailure.of(raw, "a heartbeat", e);
        }
    }

    @Override
    public void close() {
        values.close();
    }
}
