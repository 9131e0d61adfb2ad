package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import org.jspecify.annotations.Nullable;

/** Some of a table's rows: what is not here is read from the database. */
public sealed interface LookedUpRows extends Rows permits ReadThroughRows {

    @Override
    default @Nullable Row find(RowKey key, long asOf) {
        return find(key, true);
    }

    /**
     * Returns the newest row of a key, null if there is none.
     *
     * @param patiently if a database that does not answer is tried again
     * @throws io.freshet.transforms.table.change.LoadFailedException if the database cannot be read
     */
    @Nullable
    Row find(RowKey key, boolean patiently);

    /** Returns what has been counted. */
    LookupCounters counters();

    /** Forgets everything, and keeps nothing until {@link #resume}: changes may be missed from now on. */
    void suspend();

    /** Keeps rows again: no change will be missed that is committed from now on. */
    void resume();
}
