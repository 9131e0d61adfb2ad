package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Row;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Of rows that are found by their key. An answer is right if it is not older than any change that had been applied to the lookup,
 * or any answer that had been given, when the question was asked.
 */
final class LookupRun extends FenceRun {

    private static final int KEYS = 12;
    private static final int ROOM = 5;

    private final VersionedDatabase database;
    private final BoundedRows rows;
    private final AtomicLongArray answered = new AtomicLongArray(KEYS);

    /**
     * @param most the number of operations, changes, loads and answers, after which it ends
     * @param flights makes the readings under way
     */
    LookupRun(long seed, long most, ChangingDatabase.Kind kind, Supplier<Flight> flights, RecentChanges recentChanges) {
        this(most, new VersionedDatabase(KEYS, LOGS, kind, new Delays(seed)), flights, recentChanges);
    }

    private LookupRun(long most, VersionedDatabase database, Supplier<Flight> flights, RecentChanges recentChanges) {
        super(most, database);
        this.database = database;
        this.rows = new BoundedRows(
                Bounds.ofRows(ROOM),
                database,
                () -> {
                    delays.step();
                    return flights.get();
                },
                recentChanges,
                Ticker.systemTicker());
    }

    /** A reading with delays at each of its steps. */
    Flight delayed() {
        return new Flight() {
            @Override
            void note(Change change) {
                delays.step();
                super.note(change);
            }

            @Override
            void complete(Landing landed) {
                delays.step();
                super.complete(landed);
            }
        };
    }

    @Override
    LookedUpRows lookup() {
        return rows;
    }

    @Override
    @Nullable
    String ask() {
        int key = delays.random().nextInt(KEYS);
        long least = Math.max(applied.get(key), answered.get(key));
        delays.step();
        Row row = rows.find(database.keys.get(key), Rows.LATEST);
        delays.step();
        long found = row == null ? firstGone(key, least) : (Long) version(row);
        answered.accumulateAndGet(key, found, Math::max);
        return found >= least && found <= database.newest(key)
                ? null
                : "Key " + key + ": found " + (row == null ? "no row" : "version " + found) + " after version " + least;
    }

    private static Object version(Row row) {
        Object version = row.value(0);
        return version instanceof Long ? version : -1L;
    }

    /** The oldest version, of those that the answer may be, without a row; -1 if there is none. */
    private long firstGone(int key, long least) {
        for (long version = least; version <= database.newest(key); version++) {
            if (VersionedDatabase.isGone(key, version)) {
                return version;
            }
        }
        return -1;
    }
}
