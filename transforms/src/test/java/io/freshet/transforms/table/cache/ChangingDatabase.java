package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
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

/**
 * A database of a few rows with a log that tells each commit, in the order of commits per row. What a version of a row is, its
 * number says.
 */
abstract class ChangingDatabase implements RowLoader {

    /** Whether the log tells a commit before or after readers see it, and what a reading tells of what it saw. */
    enum Kind {
        /** Seen first; a reading tells nothing. */
        TELLS_NOTHING,
        /** Told first, as PostgreSQL does; a reading tells what it saw. */
        TELLS_WHAT_IT_SAW,
        /** Seen first; a reading claims that every change comes after it. */
        LIES
    }

    /** A commit as the log tells it. */
    record Told(int row, long version, Change change) {}

    private static final int LONGEST_LOG = 200;

    final int rows;
    final List<LinkedBlockingQueue<Told>> logs = new ArrayList<>();
    final AtomicLong loads = new AtomicLong();
    final Delays delays;
    private final Kind kind;
    private final List<ReentrantLock> locks = new ArrayList<>();
    private final AtomicLongArray begun;
    private final AtomicLongArray shown;

    ChangingDatabase(int rows, int logs, Kind kind, Delays delays) {
        this.rows = rows;
        this.kind = kind;
        this.delays = delays;
        this.begun = new AtomicLongArray(rows);
        this.shown = new AtomicLongArray(rows);
        for (int i = 0; i < rows; i++) {
            this.locks.add(new ReentrantLock());
        }
        for (int i = 0; i < logs; i++) {
            this.logs.add(new LinkedBlockingQueue<>(LONGEST_LOG));
        }
    }

    /** Returns what the log tells of a version of a row. */
    abstract Change change(int row, long version, long transaction);

    /** Returns what is read while readers see these versions of the rows. */
    abstract LoadedRow loaded(RowKey key, long[] seen, Sight sight);

    /** Returns the newest version of a row that anybody may have seen by now. */
    final long newest(int row) {
        return begun.get(row);
    }

    /** Returns if readers see by now what the log told. */
    final boolean isShown(Told told) {
        return shown.get(told.row()) >= told.version();
    }

    /** Commits the next version of a row. */
    final void commit(int row) throws InterruptedException {
        ReentrantLock lock = locks.get(row);
        lock.lock();
        try {
            long version = begun.incrementAndGet(row);
            delays.step();
            if (kind == Kind.TELLS_WHAT_IT_SAW) {
                tell(row, version);
                delays.step();
                shown.set(row, version);
            } else {
                shown.set(row, version);
                delays.step();
                tell(row, version);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(int row, long version) throws InterruptedException {
        logs.get(row % logs.size()).put(new Told(row, version, change(row, version, version * rows + row)));
    }

    @Override
    public final LoadedRow load(RowKey key, boolean patiently, Predicate<LoadedRow> isNewEnough) {
        while (true) {
            loads.incrementAndGet();
            delays.step();
            long[] seen = new long[rows];
            for (int i = 0; i < rows; i++) {
                seen[i] = shown.get(i);
            }
            delays.step();
            LoadedRow loaded = loaded(key, seen, sight(seen));
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
    public final Row asLoaded(Row told) {
        return told;
    }
}
