package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, as its mode keeps them. Changes of one key come from one thread, in order; changes of different keys
 * may come from several threads. Any thread reads.
 */
public interface Rows {

    /** Asks for the newest row. */
    long LATEST = Long.MAX_VALUE;

    /**
     * Returns the row of a key, null if there is none.
     *
     * @param asOf the time, in milliseconds since the epoch, at which the row was valid, or {@link #LATEST}; a store that
     *     keeps no versions always answers with the newest
     */
    @Nullable
    Row find(RowKey key, long asOf);

    /**
     * Applies a new row or new values.
     *
     * @return false, and nothing is applied, if the row leaves a value {@linkplain Row#UNCHANGED unchanged} that is not
     *     known here
     */
    boolean put(Change.Upsert change);

    /** Applies that a row is gone. */
    void remove(Change.Delete change);

    /** Applies that all rows are gone. */
    void truncate(Change.Truncate change);

    /** Returns how many rows there are, about. */
    long count();

    /** Frees everything. */
    void clear();
}
