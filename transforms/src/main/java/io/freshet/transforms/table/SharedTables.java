package io.freshet.transforms.table;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.WorkerMetrics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of this worker: one for all users with equal settings. The first user opens it, the last closes it. Beside
 * {@code SharedCounts}, the one static state of this module, and per plugin class loader, as Connect loads us.
 */
public final class SharedTables {

    private static final SharedTables WORKER = new SharedTables();

    private final Map<TableConfig, Entry> entries = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable WorkerMetrics metrics;
    private int users;

    private SharedTables() {}

    /**
     * Returns a user's share in the table of these settings.
     *
     * @param metricsName what the user is called in metrics, null as the table
     */
    public static Lease acquire(TableConfig config, @Nullable String metricsName) {
        return WORKER.lease(config, metricsName);
    }

    private synchronized Lease lease(TableConfig config, @Nullable String metricsName) {
        if (metrics == null) {
            metrics = new WorkerMetrics();
        }
        users++;
        try {
            Entry entry = entry(config, metrics);
            RecordCounts counts = metrics.join(metricsName == null ? entry.name : metricsName);
            entry.users++;
            return new Lease(config, entry, counts);
        } catch (RuntimeException | Error e) {
            closeMetricsOfLast();
            throw e;
        }
    }

    private Entry entry(TableConfig config, WorkerMetrics open) {
        Entry entry = entries.get(config);
        if (entry != null && !entry.table.hasFailed()) {
            return entry;
        }
        if (entry != null) {
            // A failed table stays with those who have it; whoever is started again gets a new one.
            retire(entry);
        }
        String name = unusedName(config);
        Entry opened = new Entry(name, LiveTable.open(config, open.set(Metric.Group.TABLE, name)));
        entries.put(config, opened);
        names.add(name);
        return opened;
    }

    private String unusedName(TableConfig config) {
        String name = config.name();
        for (int i = 1; names.contains(name); i++) {
            name = config.name() + "-" + config.hash() + (i == 1 ? "" : "-" + i);
        }
        return name;
    }

    /** Frees the name for another. */
    private void retire(Entry entry) {
        if (!entry.retired) {
            entry.retired = true;
            entry.table.hideMetrics();
            names.remove(entry.name);
        }
    }

    private void closeMetricsOfLast() {
        if (--users == 0 && metrics != null) {
            metrics.close();
            metrics = null;
        }
    }

    private void release(Lease lease) {
        synchronized (this) {
            if (lease.released) {
                return;
            }
            lease.released = true;
            lease.counts.close();
            if (--lease.entry.users > 0) {
                users--;
                return;
            }
            entries.remove(lease.config, lease.entry);
            retire(lease.entry);
            closeMetricsOfLast();
        }
        lease.entry.table.close();
    }

    private static final class Entry {
        private final String name;
        private final LiveTable table;
        private int users;
        private boolean retired;

        Entry(String name, LiveTable table) {
            this.name = name;
            this.table = table;
        }
    }

    /** A share in a table. */
    public static final class Lease implements AutoCloseable {
        private final TableConfig config;
        private final Entry entry;
        private final RecordCounts counts;
        private boolean released;

        private Lease(TableConfig config, Entry entry, RecordCounts counts) {
            this.config = config;
            this.entry = entry;
            this.counts = counts;
        }

        public Table table() {
            return entry.table;
        }

        /** Returns where the user counts what becomes of its records. */
        public RecordCounts counts() {
            return counts;
        }

        /** Gives the share back, once. */
        @Override
        public void close() {
            WORKER.release(this);
        }
    }
}
