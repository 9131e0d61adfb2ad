package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.KeyColumns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a table, found by columns of theirs instead of the key of the topic's messages, which only says which row a
 * change is of. Where several rows have the same values there, the one that changed last answers, and when it is gone or has
 * other values the one that changed last of those left does.
 *
 * <p>The last change is the one of the latest time in the source, then the furthest in its log, then the one that came last.
 * Beside its row, each takes a second entry of a map and an object of its own.
 */
public final class RowsByColumns implements Rows {

    private final KeyColumns keyColumns;
    private final Cache<RowKey, Holder> byId = Caffeine.newBuilder().build();
    private final Cache<RowKey, Candidates> byColumns = Caffeine.newBuilder().build();
    private final AtomicLong arrivals = new AtomicLong();

    /**
     * @param keyColumns the columns by which rows are found; a row with a null in one is found by nothing
     */
    public RowsByColumns(List<String> keyColumns) {
        this.keyColumns = new KeyColumns(keyColumns);
    }

    @Override
    public @Nullable Row find(RowKey key, long asOf) {
        Candidates candidates = byColumns.getIfPresent(key);
        return candidates == null ? null : candidates.latest().row;
    }

    @Override
    public boolean put(Change.Upsert change) {
        Holder before = byId.getIfPresent(change.key());
        Row row = change.row();
        if (row.hasUnchanged()) {
            row = row.completedFrom(before == null ? null : before.row);
        }
        if (row == null) {
            return false;
        }
        Holder after = new Holder(
                change.key(), keyColumns.of(row), row, change.time(), change.logPosition(), arrivals.incrementAndGet());
        byId.put(after.id, after);
        // Added first: who reads meanwhile finds the row by both keys rather than by none.
        add(after, before);
        if (before != null && before.key != null && !before.key.equals(after.key)) {
            drop(before, before.key);
        }
        return true;
    }

    private void add(Holder after, @Nullable Holder before) {
        if (after.key == null) {
            return;
        }
        byColumns.asMap().compute(after.key, (key, candidates) -> {
            if (candidates == null) {
                return after;
            }
            Holder replaced = before != null && key.equals(before.key) ? before : null;
            return candidates == replaced
                    ? after
                    : Several.of(candidates).without(replaced).with(after);
        });
    }

    private void drop(Holder gone, RowKey key) {
        byColumns.asMap().computeIfPresent(key, (same, candidates) -> {
            if (candidates instanceof Several several) {
                return several.without(gone).orNone();
            }
            return candidates == gone ? null : candidates;
        });
    }

    @Override
    public void remove(Change.Delete change) {
        Holder gone = byId.asMap().remove(change.key());
        if (gone != null && gone.key != null) {
            drop(gone, gone.key);
        }
    }

    @Override
    public void truncate(Change.Truncate change) {
        clear();
    }

    @Override
    public long count() {
        return byId.estimatedSize();
    }

    @Override
    public void clear() {
        byColumns.invalidateAll();
        byId.invalidateAll();
    }

    /** The rows that one key finds: nearly always a single one. */
    private sealed interface Candidates {
        Holder latest();
    }

    /** A row and what it is found by. */
    private static final class Holder implements Candidates {

        private static final Comparator<Holder> BY_CHANGE = Comparator.<Holder>comparingLong(holder -> holder.time)
                .thenComparingLong(holder -> holder.logPosition)
                .thenComparingLong(holder -> holder.arrival);

        private final RowKey id;
        private final @Nullable RowKey key;
        private final Row row;
        private final long time;
        private final long logPosition;
        private final long arrival;

        Holder(RowKey id, @Nullable RowKey key, Row row, long time, long logPosition, long arrival) {
            this.id = id;
            this.key = key;
            this.row = row;
            this.time = time;
            this.logPosition = logPosition;
            this.arrival = arrival;
        }

        @Override
        public Holder latest() {
            return this;
        }
    }

    /** Changed under the lock of the map's entry; read without. */
    private static final class Several implements Candidates {

        private final TreeSet<Holder> holders = new TreeSet<>(Holder.BY_CHANGE);
        private volatile Holder latest;

        private Several(Holder first) {
            this.latest = first;
            holders.add(first);
        }

        static Several of(Candidates candidates) {
            return candidates instanceof Several several ? several : new Several(candidates.latest());
        }

        @Override
        public Holder latest() {
            return latest;
        }

        Several with(Holder added) {
            holders.add(added);
            latest = holders.last();
            return this;
        }

        /** Leaves what answers as it is while none is left, for the one who removes the entry next. */
        Several without(@Nullable Holder gone) {
            if (gone != null && holders.remove(gone) && !holders.isEmpty()) {
                latest = holders.last();
            }
            return this;
        }

        /** Returns what is left, a single one by itself; null if none is. */
        @Nullable
        Candidates orNone() {
            if (holders.isEmpty()) {
                return null;
            }
            return holders.size() == 1 ? holders.first() : this;
        }
    }
}
