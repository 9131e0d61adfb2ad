package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import java.util.function.Consumer;

/** Reads changes of rows from messages. Used by one thread. */
public interface ChangeCodec {

    /**
     * Hands on the changes that a message tells, in order; none if it tells nothing about rows.
     *
     * @throws BadChangeException if the message is none of this format; nothing was handed on then
     */
    void decode(RawChange raw, Consumer<Change> changes);

    /** Returns if all messages so far belong to a snapshot of the table that has not come to its end. */
    default boolean isInSnapshot() {
        return false;
    }
}
