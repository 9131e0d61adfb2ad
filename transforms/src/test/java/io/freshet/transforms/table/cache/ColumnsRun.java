package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * As {@link LookupRun}, of rows that are found by a column. An answer is right if each row has a version that allows of it and is
 * not older than the one that had been applied, or that an answer of the same key had shown, when the question was asked.
 */
final class ColumnsRun {

    private static final int GROUPS = 6;
    private static final int ROWS = 10;
    private static final int ROOM = 4;
    private static final int LOGS = 2;
    private static final int READERS = 4;
    private static final int WRITERS = 2;
    private static final int TOLD_AGAIN = 8;

    private final long most;
    private final Delays delays;
    private final MovingRows database;
    private final BoundedRowsByColumns lookup;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLongArray applied = new AtomicLongArray(ROWS);

    /** By group: the versions that its rows have been shown to have. */
    private final List<AtomicLongArray> answered = new ArrayList<>();

    private final AtomicReference<@Nullable String> violation = new AtomicReference<>();

    /**
     * @param most the number of operations, changes, loads and answers, after which it ends
     * @param tellsIds if a reading tells which row it found
     */
    ColumnsRun(
            long seed,
            long most,
            VersionedDatabase.Kind kind,
            boolean tellsIds,
            ChangeMarks marks,
            RecentChanges recentChanges) {
        this.most = most;
        this.delays = new Delays(seed);
        this.database = new MovingRows(GROUPS, ROWS, LOGS, kind, tellsIds, delays);
        this.lookup = new BoundedRowsByColumns(
                Bounds.ofRows(ROOM), database, List.of("group"), marks, recentChanges, Ticker.systemTicker());
        for (int i = 0; i < GROUPS; i++) {
            answered.add(new AtomicLongArray(ROWS));
        }
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
        for (LinkedBlockingQueue<MovingRows.Told> log : database.logs) {
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
        return lookup.counters().hits();
    }

    /** Returns how many rows are found by their id; no more than are kept. */
    long ids() {
        return lookup.ids();
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
        int group = delays.random().nextInt(GROUPS);
        AtomicLongArray shown = answered.get(group);
        long[] least = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            least[i] = Math.max(applied.get(i), shown.get(i));
        }
        delays.step();
        MovingRows.Answer answer = MovingRows.Answer.of(lookup.find(MovingRows.group(group), Rows.LATEST));
        delays.step();
        for (int i = 0; i < ROWS; i++) {
            long version = database.firstThatAllows(i, least[i], group, answer);
            if (version < 0) {
                violation.compareAndSet(
                        null,
                        "Group " + group + ": found " + answer + ", which row " + i
                                + " does not allow of after version " + least[i]);
            }
            shown.accumulateAndGet(i, version, Math::max);
        }
        operations.incrementAndGet();
    }

    private void write() throws InterruptedException {
        database.commit(delays.random().nextInt(ROWS));
        operations.incrementAndGet();
        for (int i = delays.random().nextInt(40); i > 0; i--) {
            delays.step();
        }
    }

    /** Applies what a log tells; at times some of it again, and at times it loses its place and goes on at the end. */
    private void follow(LinkedBlockingQueue<MovingRows.Told> log) throws InterruptedException {
        Deque<MovingRows.Told> last = new ArrayDeque<>();
        while (operations() < most && violation.get() == null) {
            MovingRows.Told told = log.poll(10, TimeUnit.MILLISECONDS);
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
    private void losePlace(LinkedBlockingQueue<MovingRows.Told> log) {
        synchronized (lookup) {
            lookup.suspend();
            delays.step();
            List<MovingRows.Told> left = new ArrayList<>();
            log.drainTo(left);
            List<MovingRows.Told> gone = left.stream().filter(database::isShown).toList();
            delays.step();
            lookup.resume();
            gone.forEach(told -> applied.accumulateAndGet(told.row(), told.version(), Math::max));
            left.removeAll(gone);
            left.forEach(this::apply);
        }
    }

    private void apply(MovingRows.Told told) {
        delays.step();
        if (told.change() instanceof Change.Upsert upsert) {
            lookup.put(upsert);
        } else if (told.change() instanceof Change.Delete delete) {
            lookup.remove(delete);
        }
        applied.accumulateAndGet(told.row(), told.version(), Math::max);
        delays.step();
    }
}
