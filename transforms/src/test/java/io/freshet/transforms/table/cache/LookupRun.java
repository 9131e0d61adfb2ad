package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that change a database, tell a lookup of it the changes, late, and ask the lookup, and check each answer: not older
 * than any change that had been applied to the lookup, or any answer that had been given, when the question was asked.
 */
final class LookupRun {

    private static final int KEYS = 12;
    private static final int ROOM = 5;
    private static final int LOGS = 2;
    private static final int READERS = 4;
    private static final int WRITERS = 2;
    private static final int TOLD_AGAIN = 8;

    private final long most;
    private final Delays delays;
    private final VersionedDatabase database;
    private final BoundedRows rows;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLongArray applied = new AtomicLongArray(KEYS);
    private final AtomicLongArray answered = new AtomicLongArray(KEYS);
    private final AtomicReference<@Nullable String> violation = new AtomicReference<>();

    /**
     * @param most the number of operations, changes, loads and answers, after which it ends
     * @param flights makes the readings under way
     */
    LookupRun(
            long seed, long most, VersionedDatabase.Kind kind, Supplier<Flight> flights, RecentChanges recentChanges) {
        this.most = most;
        this.delays = new Delays(seed);
        this.database = new VersionedDatabase(KEYS, LOGS, kind, delays);
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

    /** Runs to the end and returns the first wrong answer, null if there was none. */
    @Nullable
    String run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            threads.add(new Thread(guarded(this::read), "reader-" + i));
        }
        for (int i = 0; i < WRITERS; i++) {
            threads.add(new Thread(guarded(this::write), "writer-" + i));
        }
        for (LinkedBlockingQueue<VersionedDatabase.Told> log : database.logs) {
            threads.add(new Thread(guarded(() -> follow(log)), "feed"));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return violation.get();
    }

    long operations() {
        return operations.get() + database.loads.get();
    }

    long loads() {
        return database.loads.get();
    }

    long hits() {
        return rows.counters().hits();
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private Runnable guarded(Step step) {
        return () -> {
            try {
                while (operations() < most && violation.get() == null) {
                    step.run();
                }
            } catch (InterruptedException | RuntimeException | Error e) {
                violation.compareAndSet(null, "Failed: " + e);
            }
        };
    }

    private void read() {
        int key = delays.random().nextInt(KEYS);
        long least = Math.max(applied.get(key), answered.get(key));
        delays.step();
        Row row = rows.find(database.keys.get(key), Rows.LATEST);
        delays.step();
        long found = row == null ? firstGone(key, least) : (Long) version(row);
        if (found < least || found > database.newest(key)) {
            violation.compareAndSet(
                    null,
                    "Key " + key + ": found " + (row == null ? "no row" : "version " + found) + " after version "
                            + least);
        }
        answered.accumulateAndGet(key, found, Math::max);
        operations.incrementAndGet();
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

    private void write() throws InterruptedException {
        database.commit(delays.random().nextInt(KEYS));
        operations.incrementAndGet();
        for (int i = delays.random().nextInt(40); i > 0; i--) {
            delays.step();
        }
    }

    /** Applies what a log tells; at times some of it again, and at times it loses its place and goes on at the end. */
    private void follow(LinkedBlockingQueue<VersionedDatabase.Told> log) throws InterruptedException {
        Deque<VersionedDatabase.Told> last = new ArrayDeque<>();
        while (operations() < most && violation.get() == null) {
            VersionedDatabase.Told told = log.poll(10, TimeUnit.MILLISECONDS);
            if (told == null) {
                continue;
            }
            last.addLast(told);
            if (last.size() > TOLD_AGAIN) {
                last.removeFirst();
            }
            apply(told);
            int thrown = delays.random().nextInt(5_000);
            if (thrown < 10) {
                last.forEach(this::apply);
            } else if (thrown < 13) {
                losePlace(log);
            }
        }
        log.clear();
    }

    /** Messages are gone that tell what the database shows by now; whoever asks after that must see it. */
    private void losePlace(LinkedBlockingQueue<VersionedDatabase.Told> log) {
        synchronized (rows) {
            rows.suspend();
            delays.step();
            List<VersionedDatabase.Told> left = new ArrayList<>();
            log.drainTo(left);
            List<VersionedDatabase.Told> gone =
                    left.stream().filter(database::isShown).toList();
            delays.step();
            rows.resume();
            gone.forEach(told -> applied.accumulateAndGet(told.key(), told.version(), Math::max));
            left.removeAll(gone);
            left.forEach(this::apply);
        }
    }

    private void apply(VersionedDatabase.Told told) {
        delays.step();
        if (told.change() instanceof Change.Upsert upsert) {
            rows.put(upsert);
        } else if (told.change() instanceof Change.Delete delete) {
            rows.remove(delete);
        }
        applied.accumulateAndGet(told.key(), told.version(), Math::max);
        delays.step();
    }
}
