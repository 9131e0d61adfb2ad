package io.freshet.transforms.table;

import io.freshet.transforms.table.cache.Rows;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A reference table: all that a join can see of it. Safe for use by several threads. */
public interface Table {

    /**
     * Waits until the table holds what its topic held when the table was opened.
     *
     * @return false if it does not within that time
     * @throws TableUnavailableError if it has failed, or the thread is interrupted
     */
    boolean awaitReady(Duration most);

    /**
     * Returns the failure of a wait for the table, with how far it has come, or what keeps it from loading.
     *
     * @param within how long was waited, and why no longer
     * @param remedy what to do where a table only needs longer
     */
    TableUnavailableError notReady(String within, String remedy);

    /** Asks for the newest row. */
    long LATEST = Rows.LATEST;

    /**
     * Returns the row of a key, null if there is none.
     *
     * @param asOf the time at which the row was valid, in milliseconds since the epoch, or {@link #LATEST}
     * @param patiently if a database that does not answer is tried again, up to the bound that was set
     * @throws org.apache.kafka.connect.errors.DataException if the table can have no such key; the message names column and
     *     type
     * @throws TableUnavailableError if the table has failed, or its database cannot be read
     */
    @Nullable
    Row find(RowKey key, long asOf, boolean patiently);

    /** Returns how many milliseconds ago the table was last known to hold all that its topic held. */
    long staleness();

    /**
     * Returns the time before which all changes are known, as far as the table can tell, in milliseconds since the epoch;
     * {@link Long#MIN_VALUE} if it cannot, or has no history.
     */
    long watermark();

    /**
     * Waits until all changes of a time, and of those before it, are known.
     *
     * @return false if they are not within so many nanoseconds
     * @throws TableUnavailableError if the thread is interrupted
     */
    boolean awaitChanges(long time, long nanos);

    /** Returns the columns with the types that rows have by now: the same object until they change. */
    Columns columns();
}
