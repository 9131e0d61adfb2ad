package io.freshet.transforms.table;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.WorkerMetrics;
import io.freshet.transforms.table.cache.BoundedRows;
import io.freshet.transforms.table.cache.Bounds;
import io.freshet.transforms.table.cache.LookupCounters;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadFailedException;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.load.JdbcRowLoader;
import io.freshet.transforms.table.load.LookupConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a table in lookup mode has instead of all its rows: some of them, and the database. */
final class Lookup implements AutoCloseable {

    private final JdbcRowLoader loader;
    private final BoundedRows rows;

    /** Keeps nothing until {@link #resume}. */
    Lookup(LookupConfig config, List<String> columns) {
        this.loader = new JdbcRowLoader(config, columns);
        this.rows = new BoundedRows(new Bounds(config.maxRows(), config.maxBytes(), config.expireAfter()), loader);
        suspend();
    }

    /**
     * Returns the row of a key, null if there is none.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the table can have no such key
     * @throws TableUnavailableError if the database cannot be read within the bound that was set
     */
    @Nullable
    Row find(RowKey key, long asOf) {
        try {
            return rows.find(key, asOf);
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

    BoundedRows rows() {
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
            loader.check(upsert.key());
            if (loader.isAltered(upsert.row().columns())) {
                forget();
            }
            rows.put(upsert);
        } else if (change instanceof Change.Delete delete) {
            loader.check(delete.key());
            rows.remove(delete);
        } else if (change instanceof Change.Truncate truncate) {
            rows.truncate(truncate);
        }
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
