package io.freshet.transforms.table;

import java.util.HashMap;
import java.util.Map;

/**
 * The tables of this worker: one for all users with equal settings. The first user opens it, the last closes it. The one
 * static state of this module, and per plugin class loader, as Connect loads us.
 */
public final class SharedTables {

    private static final SharedTables WORKER = new SharedTables();

    private final Map<TableConfig, Entry> entries = new HashMap<>();

    private SharedTables() {}

    /** Returns a user's share in the table of these settings. */
    public static Lease acquire(TableConfig config) {
        return WORKER.lease(config);
    }

    private synchronized Lease lease(TableConfig config) {
        Entry entry = entries.get(config);
        // A failed table stays with those who have it; whoever is started again gets a new one.
        if (entry == null || entry.table.hasFailed()) {
            entry = new Entry(LiveTable.open(config));
            entries.put(config, entry);
        }
        entry.users++;
        return new Lease(config, entry);
    }

    private void release(Lease lease) {
        synchronized (this) {
            if (lease.released) {
                return;
            }
            lease.released = true;
            if (--lease.entry.users > 0) {
                return;
            }
            entries.remove(lease.config, lease.entry);
        }
        lease.entry.table.close();
    }

    private static final class Entry {
        private final LiveTable table;
        private int users;

        Entry(LiveTable table) {
            this.table = table;
        }
    }

    /** A share in a table. */
    public static final class Lease implements AutoCloseable {
        private final TableConfig config;
        private final Entry entry;
        private boolean released;

        private Lease(TableConfig config, Entry entry) {
            this.config = config;
            this.entry = entry;
        }

        public Table table() {
            return entry.table;
        }

        /** Gives the share back, once. */
        @Override
        public void close() {
            WORKER.release(this);
        }
    }
}
