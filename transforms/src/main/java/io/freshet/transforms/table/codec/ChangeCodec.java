package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import java.util.function.Consumer;

/** Reads changes of rows from messages. Used by one thread. */
public interface ChangeCodec extends AutoCloseable {

    /**
     * Hands on the changes that a message tells, in order; none if it tells nothing about rows.
     *
     * @throws BadChangeException if the message is none of this format; nothing was handed on then
     */
    void decode(RawChange raw, Consumer<Change> changes);

    /** Where the messages so far stand to a snapshot of the table. */
    enum Snapshot {
        /** None of them belongs to one. */
        NONE,
        /** All of them belong to one, and none is its last. */
        GOES_ON,
        /** One of them was the last of a snapshot, or came after it. */
        OVER
    }

    /** Returns where the messages so far, of some of the partitions, stand to a snapshot of the table. */
    default Snapshot snapshot() {
        return Snapshot.NONE;
    }

    /** Frees what the codec holds. */
    @Override
    default void close() {}
}
