package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a table and, for some time, what they were before. A row is valid from the time of its change until the time
 * of the next change of its key, whatever the order in which the two came.
 *
 * <p>Answers are those of Kafka Streams' versioned store (<a href="https://cwiki.apache.org/confluence/x/AIwODg">KIP-889</a>,
 * {@code RocksDBVersionedStore}). Its rules:
 *
 * <ul>
 *   <li>Stream time is the latest time of the changes so far, here of a partition's changes, so that the partitions of a
 *       topic may be read at any speed. A change older than stream time by more than the history is ignored.
 *   <li>Of two changes of a key at one time, the one that came later holds.
 *   <li>A time before stream time by more than the history has no row, unless the newest row of the key was valid by then:
 *       that one never expires.
 *   <li>A row that is deleted at the very time of its change leaves no trace if no row was valid just before: an older
 *       change that comes later is then valid without end. This is what Streams does; other deletes are remembered for as
 *       long as a change that is not ignored could come before them.
 * </ul>
 *
 * <p>A key's versions are a list, newest first, that its partition's thread alone changes, in place, one reference at a
 * time; readers lock nothing and see it as it was before or after a change. A version that has others behind it waits in a
 * queue until stream time has passed it by the history; then what is behind it is cut off. Each change clears a few of the
 * queue, more than it adds, so that memory follows the changes of a history, and not the rows.
 */
public final class VersionedRows implements Rows {

    /** A change adds three at most. */
    private static final int CLEARED_PER_CHANGE = 4;

    private final long history;
    private final Cache<RowKey, Version> newest = Caffeine.newBuilder().build();
    private final LongAdder count = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final HistoryCounts counts;

    /** By partition; replaced when there are more. */
    private volatile Lane[] lanes = new Lane[0];

    /**
     * @param history for how long versions are kept that are no longer valid
     */
    public VersionedRows(Duration history, HistoryCounts counts) {
        this.history = history.toMillis();
        this.counts = counts;
    }

    @Override
    public @Nullable Row find(RowKey key, long asOf) {
        Version version = newest.getIfPresent(key);
        if (version == null || version.time <= asOf) {
            return version == null ? null : version.row;
        }
        if (asOf < version.lane.expiry) {
            counts.expiredRead();
            return null;
        }
        do {
            version = version.older;
        } while (version != null && version.time > asOf);
        return version == null ? null : version.row;
    }

    @Override
    public RowWriter writer(int partition) {
        Lane[] all = lanes;
        return partition < all.length ? all[partition] : added(partition);
    }

    private synchronized Lane added(int partition) {
        int before = lanes.length;
        if (partition >= before) {
            Lane[] more = Arrays.copyOf(lanes, partition + 1);
            for (int i = before; i < more.length; i++) {
                more[i] = new Lane();
            }
            lanes = more;
        }
        return lanes[partition];
    }

    @Override
    public boolean put(Change.Upsert change) {
        return writer(0).put(change);
    }

    @Override
    public void remove(Change.Delete change) {
        writer(0).remove(change);
    }

    @Override
    public void truncate(Change.Truncate change) {
        writer(0).truncate(change);
    }

    @Override
    public long count() {
        return count.sum();
    }

    /** Returns how many versions are kept that are no longer valid, and deletes, about. */
    public long superseded() {
        return superseded.sum();
    }

    /** Returns the latest time of a partition's changes, {@link Change#UNKNOWN} if there are none. */
    public long streamTime(int partition) {
        Lane[] all = lanes;
        return partition < all.length ? all[partition].streamTime : Change.UNKNOWN;
    }

    @Override
    public void clear() {
        newest.invalidateAll();
        synchronized (this) {
            lanes = new Lane[0];
        }
    }

    /** What a key was from a time on, until the time of the version before it in the list. */
    private static class Version {
        final long time;
        final Lane lane;

        /** Null: there was none. */
        volatile @Nullable Row row;

        volatile @Nullable Version older;

        Version(long time, Lane lane, @Nullable Row row, @Nullable Version older) {
            this.time = time;
            this.lane = lane;
            this.row = row;
            this.older = older;
        }
    }

    /** A version without a row that is, or may become, a key's newest, and then ends with its time. */
    private static final class Tombstone extends Version {
        final RowKey key;

        Tombstone(long time, Lane lane, RowKey key, @Nullable Version older) {
            super(time, lane, null, older);
            this.key = key;
        }
    }

    /** The changes of one partition. */
    private final class Lane implements RowWriter {

        private final ArrayDeque<Version> superseding = new ArrayDeque<>();
        private volatile long streamTime = Change.UNKNOWN;

        /** Times before this one have expired. */
        private volatile long expiry = Long.MIN_VALUE;

        @Override
        public boolean put(Change.Upsert change) {
            if (isLate(change.time())) {
                return true;
            }
            RowKey key = change.key();
            Version head = newest.getIfPresent(key);
            Row row = change.row();
            if (row.hasUnchanged()) {
                row = row.completedFrom(rowAround(change.time(), head));
            }
            if (row == null) {
                return false;
            }
            advance(change.time());
            insert(key, change.time(), row, head);
            clearExpired();
            return true;
        }

        @Override
        public void remove(Change.Delete change) {
            if (!isLate(change.time())) {
                advance(change.time());
                insert(change.key(), change.time(), null, newest.getIfPresent(change.key()));
                clearExpired();
            }
        }

        @Override
        public void truncate(Change.Truncate change) {
            if (!isLate(change.time())) {
                advance(change.time());
                for (Map.Entry<RowKey, Version> entry : newest.asMap().entrySet()) {
                    if (entry.getValue().row != null) {
                        insert(entry.getKey(), change.time(), null, entry.getValue());
                    }
                }
            }
        }

        private boolean isLate(long time) {
            boolean late = time < expiry;
            if (late) {
                counts.lateChange();
            }
            return late;
        }

        private void advance(long time) {
            if (time > streamTime) {
                streamTime = time;
                expiry = time < Long.MIN_VALUE + history ? Long.MIN_VALUE : time - history;
            }
        }

        /** The row that was valid at a time, where none was the one after; a value is then what it was in it. */
        private @Nullable Row rowAround(long time, @Nullable Version head) {
            Row after = null;
            for (Version version = head; version != null; version = version.older) {
                Row row = version.row;
                if (version.time <= time) {
                    return row == null ? after : row;
                }
                after = row;
            }
            return after;
        }

        private void insert(RowKey key, long time, @Nullable Row row, @Nullable Version head) {
            if (head == null || time > head.time) {
                push(key, time, row, head);
            } else if (time == head.time) {
                replace(key, row, head);
            } else {
                insertBehind(key, time, row, head);
            }
        }

        private void push(RowKey key, long time, @Nullable Row row, @Nullable Version head) {
            Version version = row == null ? new Tombstone(time, this, key, head) : new Version(time, this, row, head);
            if (head != null || row == null) {
                enqueue(version);
            }
            publish(key, version, head);
        }

        /** Applies a change at the time of the newest version. */
        private void replace(RowKey key, @Nullable Row row, Version head) {
            if (row != null && head.row != null) {
                head.row = row;
            } else if (row != null) {
                push(key, head.time, row, head);
            } else if (head.row != null) {
                Version older = head.older;
                if (older != null && older.row != null) {
                    push(key, head.time, null, older);
                } else if (older != null && older.time >= expiry) {
                    publish(key, older, head);
                } else {
                    newest.invalidate(key);
                    count.decrement();
                }
            }
        }

        /** Applies a change before the newest version. */
        private void insertBehind(RowKey key, long time, @Nullable Row row, Version head) {
            Version later = head;
            Version at = later.older;
            while (at != null && at.time > time) {
                later = at;
                at = later.older;
            }
            if (row == null && later == head && head.row != null) {
                later = reminder(key, head);
            }
            if (at != null && at.time == time) {
                at.row = row;
                return;
            }
            Version version = new Version(time, this, row, at);
            enqueue(at == null ? later : version);
            later.older = version;
        }

        /**
         * Puts a delete of its own time behind a row, as what remains if the row is deleted at its very time: where a
         * delete was inserted just before it, Streams does not forget.
         */
        private Version reminder(RowKey key, Version head) {
            Version reminder = new Tombstone(head.time, this, key, head.older);
            enqueue(reminder);
            if (head.older == null) {
                enqueue(head);
            }
            head.older = reminder;
            return reminder;
        }

        private void publish(RowKey key, Version version, @Nullable Version before) {
            boolean had = before != null && before.row != null;
            boolean has = version.row != null;
            if (had != has) {
                count.add(has ? 1 : -1);
            }
            newest.put(key, version);
        }

        private void clearExpired() {
            for (int i = 0; i < CLEARED_PER_CHANGE; i++) {
                Version version = superseding.peek();
                if (version == null || version.time >= expiry) {
                    return;
                }
                superseding.remove();
                superseded.decrement();
                version.older = null;
                if (version instanceof Tombstone tombstone) {
                    newest.asMap().remove(tombstone.key, version);
                }
            }
        }

        private void enqueue(Version version) {
            superseding.add(version);
            superseded.increment();
        }
    }
}
