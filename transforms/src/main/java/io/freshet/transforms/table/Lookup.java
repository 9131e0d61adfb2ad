package io.freshet.transforms.table;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.WorkerMetrics;
import io.freshet.transforms.table.cache.BoundedRows;
import io.freshet.transforms.table.cache.BoundedRowsByColumns;
import io.freshet.transforms.table.cache.Bounds;
import io.freshet.transforms.table.cache.LookedUpRows;
import io.freshet.transforms.table.cache.LookupCounters;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.KeyColumns;
import io.freshet.transforms.table.change.LoadFailedException;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.load.JdbcRowLoader;
import io.freshet.transforms.table.load.LookupConfig;
import io.freshet.transforms.table.load.Wanted;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What a table in lookup mode has instead of all its rows: some of them, and the database. */
final class Lookup implements AutoCloseable {

    private final JdbcRowLoader loader;
    private final LookedUpRows rows;

    /** Null where rows are found by the key of the topic's messages. */
    private final @Nullable KeyColumns keyColumns;

    /** Keeps nothing until {@link #resume}. */
    Lookup(LookupConfig config, Wanted wanted) {
        this.loader = new JdbcRowLoader(config, wanted);
        Bounds bounds = new Bounds(config.maxRows(), config.maxBytes(), config.expireAfter());
        this.keyColumns = wanted.keyColumns().isEmpty() ? null : new KeyColumns(wanted.keyColumns());
        this.rows = keyColumns == null
                ? new BoundedRows(bounds, loader)
                : new BoundedRowsByColumns(bounds, loader, wanted.keyColumns());
        suspend();
    }

    /**
     * Returns the row of a key, null if there is none.
     *
     * @param patiently if a database that does not answer is tried again
     * @throws org.apache.kafka.connect.errors.DataException if the table can have no such key
     * @throws TableUnavailableError if the database cannot be read within the bound that was set
     */
    @Nullable
    Row find(RowKey key, boolean patiently) {
        try {
            return rows.find(key, patiently);
        } catch (LoadFailedException e) {
            throw unavailable(e);
        }
    }

    /**
     * Returns the columns with their types.
     *
     * @throws TableUnavailableError if the database cannot be read within the bound that was set
     */
    Columns columns() {
        try {
            return loader.columns();
        } catch (LoadFailedException e) {
            throw unavailable(e);
        }
    }

    private static TableUnavailableError unavailable(LoadFailedException e) {
        return new TableUnavailableError(String.valueOf(e.getMessage()), e);
    }

    LookedUpRows rows() {
        return rows;
    }

    void measure(WorkerMetrics.Set metrics) {
        LookupCounters counters = rows.counters();
        metrics.count(Metric.CACHE_HITS, counters::hits)
                .count(Metric.CACHE_MISSES, counters::misses)
                .count(Metric.LOADS, counters::loads)
                .count(Metric.LOAD_FAILURES, counters::loadFailures)
                .time(Metric.LOAD_TIME, counters::loadNanos);
    }

    /**
     * Applies a change.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it is of no row of the database's table
     */
    void apply(Change change) {
        if (change instanceof Change.Upsert upsert) {
            loader.check(upsert.key(), foundBy(upsert.row()));
            if (loader.isAltered(upsert.row().columns())) {
                forget();
            }
            rows.put(upsert);
        } else if (change instanceof Change.Delete delete) {
            loader.check(delete.key(), null);
            rows.remove(delete);
        } else if (change instanceof Change.Truncate truncate) {
            rows.truncate(truncate);
        }
    }

    /** Returns by what, if not by its change's key, a row is found, null if by nothing, or if the change does not tell. */
    private @Nullable RowKey foundBy(Row row) {
        if (keyColumns == null || keyColumns.areUntoldIn(row)) {
            return null;
        }
        String missing = keyColumns.missingIn(row.columns());
        if (missing != null) {
            throw new DataException(
                    "Setting 'table.key' names column '" + missing + "', which the change does not tell."
                            + " Columns found: " + row.columns().names());
        }
        return keyColumns.of(row);
    }

    /** Changes will be missed from now on. */
    void suspend() {
        rows.suspend();
    }

    /** No change will be missed from now on. */
    void resume() {
        rows.resume();
    }

    /** A change has been missed. */
    void forget() {
        rows.suspend();
        rows.resume();
    }

    @Override
    public void close() {
        loader.close();
        rows.clear();
    }
}
