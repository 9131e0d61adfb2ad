package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Change;
import java.util.function.Consumer;

/** How the messages of a kind tell changes. Used by one thread. */
interface Format {

    /** Returns if a value looks like one of this format. */
    boolean fits(Object value);

    /**
     * Hands on the changes that a message tells, in order.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it tells none as this format does
     */
    void read(Message message, Consumer<Change> changes);

    /** Returns where the messages so far stand to a snapshot of the table. */
    default ChangeCodec.Snapshot snapshot() {
        return ChangeCodec.Snapshot.NONE;
    }
}
