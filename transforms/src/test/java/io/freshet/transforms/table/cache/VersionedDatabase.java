package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import io.freshet.transforms.table.change.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A database of a few keys whose rows are the numbers of their versions, with a log that tells each commit, in the order of
 * commits per key. Some versions are that the row is gone.
 */
final class VersionedDatabase implements RowLoader {

    /** Whether the log tells a commit before or after readers see it, and what a reading tells of what it saw. */
    enum Kind {
        /** Seen first; a reading tells nothing. */
        TELLS_NOTHING,
        /** Told first, as PostgreSQL does; a reading tells what it saw. */
        TELLS_WHAT_IT_SAW,
        /** Seen first; a reading claims that every change comes after it. */
        LIES
    }

    private static final Columns COLUMNS = Columns.typed(List.of("version"), List.of(Schema.INT64_SCHEMA));
    private static final int LONGEST_LOG = 200;

    /** A commit as the log tells it. */
    record Told(int key, long version, Change change) {}

    final List<RowKey> keys = new ArrayList<>();
    final List<LinkedBlockingQueue<Told>> logs = new ArrayList<>();
    final AtomicLong loads = new AtomicLong();
    private final Kind kind;
    private final Delays delays;
    private final List<ReentrantLock> locks = new ArrayList<>();
    private final AtomicLongArray begun;
    private final AtomicLongArray shown;

    VersionedDatabase(int keys, int logs, Kind kind, Delays delays) {
        this.kind = kind;
        this.delays = delays;
        this.begun = new AtomicLongArray(keys);
        this.shown = new AtomicLongArray(keys);
        for (int i = 0; i < keys; i++) {
            this.keys.add(RowKey.of(i));
            this.locks.add(new ReentrantLock());
        }
        for (int i = 0; i < logs; i++) {
            this.logs.add(new LinkedBlockingQueue<>(LONGEST_LOG));
        }
    }

    /** Returns if a version is that there is no row; the first is. */
    static boolean isGone(int key, long version) {
        return version == 0 || (version * 31 + key) % 5 == 0;
    }

    /** Returns the newest version of a key that anybody may have seen by now. */
    long newest(int key) {
        return begun.get(key);
    }

    /** Returns if readers see by now what the log told. */
    boolean isShown(Told told) {
        return shown.get(told.key()) >= told.version();
    }

    /** Commits the next version of a key. */
    void commit(int key) throws InterruptedException {
        ReentrantLock lock = locks.get(key);
        lock.lock();
        try {
            long version = begun.incrementAndGet(key);
            delays.step();
            if (kind == Kind.TELLS_WHAT_IT_SAW) {
                tell(key, version);
                delays.step();
                shown.set(key, version);
            } else {
                shown.set(key, version);
                delays.step();
                tell(key, version);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(int key, long version) throws InterruptedException {
        long transaction = version * keys.size() + key;
        RowKey name = keys.get(key);
        boolean large = delays.random().nextInt(16) == 0;
        @Nullable Object value = large ? Row.UNCHANGED : (Object) version;
        Change change = isGone(key, version)
                ? new Change.Delete(name, Change.UNKNOWN, version, transaction)
                : new Change.Upsert(
                        name, new Row(COLUMNS, new @Nullable Object[] {value}), Change.UNKNOWN, version, transaction);
        logs.get(key % logs.size()).put(new Told(key, version, change));
    }

    @Override
    public LoadedRow load(RowKey name, boolean patiently, Predicate<LoadedRow> isNewEnough) {
        int key = keys.indexOf(name);
        while (true) {
            loads.incrementAndGet();
            delays.step();
            long[] seen = new long[keys.size()];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = shown.get(i);
            }
            delays.step();
            Sight sight = sight(seen);
            Row row = isGone(key, seen[key]) ? null : new Row(COLUMNS, new @Nullable Object[] {seen[key]});
            LoadedRow loaded = new LoadedRow(row, sight);
            if (isNewEnough.test(loaded)) {
                return loaded;
            }
        }
    }

    private Sight sight(long[] seen) {
        return switch (kind) {
            case TELLS_NOTHING -> Sight.NONE;
            case LIES -> transaction -> Sight.Seen.NO;
            case TELLS_WHAT_IT_SAW ->
                transaction -> transaction / seen.length <= seen[(int) (transaction % seen.length)]
                        ? Sight.Seen.YES
                        : Sight.Seen.NO;
        };
    }

    @Override
    public Row asLoaded(Row told) {
        return told;
    }
}
