package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.RawChange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.DataException;

/** Tells a message that is broken from a converter that cannot do its work now. */
final class ReadFailure {

    private ReadFailure() {}

    /**
     * Returns what to throw for what came up while a message was read: a {@link BadChangeException}, unless it is not the
     * message's fault, and the feed has to try again.
     *
     * @param expected what the message should have been
     */
    static RuntimeException of(RawChange raw, String expected, Throwable cause) {
        if (cause instanceof BadChangeException bad) {
            return bad;
        }
        if (cause instanceof DataException reason) {
            return new BadChangeException(raw, reason);
        }
        if (cause instanceof KafkaException converters) {
            return converters;
        }
        // Whatever a broken message can bring about; the cause's own message may quote it.
        return new BadChangeException(
                raw,
                "Expecting " + expected + " that can be read. Found: one that ends in a "
                        + cause.getClass().getSimpleName());
    }
}
