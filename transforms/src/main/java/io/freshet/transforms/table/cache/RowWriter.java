package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;

/** Applies changes of rows, in their order. Used by one thread. */
public interface RowWriter {

    /**
     * Applies a new row or new values.
     *
     * @return false, and nothing is applied, if the row leaves a value
     *     {@linkplain io.freshet.transforms.table.change.Row#UNCHANGED unchanged} that is not known here
     */
    boolean put(Change.Upsert change);

    /** Applies that a row is gone. */
    void remove(Change.Delete change);

    /** Applies that all rows are gone. */
    void truncate(Change.Truncate change);
}
