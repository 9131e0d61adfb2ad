package io.freshet.transforms.table.change;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads single rows of the database itself. Safe for use by several threads. */
public interface RowLoader {

    /**
     * Reads what is committed at some time between the call and its return; retries inside.
     *
     * @param patiently if a database that does not answer is tried again
     * @param isNewEnough tells whether a reading will do, by what it has seen; else it is repeated
     * @throws org.apache.kafka.connect.errors.DataException if the table can have no such key; the message names column and
     *     type
     * @throws LoadFailedException if the database cannot be read within the bound that was set
     */
    LoadedRow load(RowKey key, boolean patiently, Predicate<LoadedRow> isNewEnough);

    /** Returns a row that the feed told as a reading would give it; null if the feed does not tell it as exactly. */
    @Nullable
    Row asLoaded(Row told);
}
