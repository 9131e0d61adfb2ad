package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import org.apache.kafka.common.KafkaException;
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
        } catch (DataException e) {
            throw new BadChangeException(raw, e);
        } catch (KafkaException e) {
            // Not the message's fault: a converter that cannot do its work now.
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // The reason's own message may quote the heartbeat.
            throw new BadChangeException(
                    raw,
                    "Expecting a heartbeat that can be read. Found: one that ends in a "
                            + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        values.close();
    }
}
