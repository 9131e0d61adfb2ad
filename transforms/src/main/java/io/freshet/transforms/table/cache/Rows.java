package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, as its mode keeps them. Changes of one key come from one thread, in order; changes of different keys
 * may come from several threads. Any thread reads.
 */
public interface Rows extends RowWriter {

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

    /** Returns what applies the changes of one partition of the table's topic. */
    default RowWriter writer(int partition) {
        return this;
    }

    /** Returns how many rows there are, about. */
    long count();

    /** Frees everything. */
    void clear();
}
