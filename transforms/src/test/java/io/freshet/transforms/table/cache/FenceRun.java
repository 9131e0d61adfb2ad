package io.freshet.transforms.table.cache;

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

/** Threads that change a database, tell a lookup of it the changes, late, and ask the lookup, and check each answer. */
abstract class FenceRun {

    static final int LOGS = 2;
    private static final int READERS = 4;
    private static final int WRITERS = 2;
    private static final int TOLD_AGAIN = 8;

    final Delays delays;

    /** By row: the newest version that the lookup has been told. */
    final AtomicLongArray applied;

    private final long most;
    private final ChangingDatabase database;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicReference<@Nullable String> violation = new AtomicReference<>();

    /**
     * @param most the number of operations, changes, loads and answers, after which it ends
     */
    FenceRun(long most, ChangingDatabase database) {
        this.most = most;
        this.delays = database.delays;
        this.database = database;
        this.applied = new AtomicLongArray(database.rows);
    }

    abstract LookedUpRows lookup();

    /** Asks the lookup once, and returns what is wrong with the answer; null if nothing is. */
    abstract @Nullable String ask();

    /** Runs to the end and returns the first wrong answer, null if there was none. */
    final @Nullable String run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            threads.add(new Thread(guarded(this::read), "reader-" + i));
        }
        for (int i = 0; i < WRITERS; i++) {
            threads.add(new Thread(guarded(this::write), "writer-" + i));
        }
        for (LinkedBlockingQueue<ChangingDatabase.Told> log : database.logs) {
            threads.add(new Thread(guarded(() -> follow(log)), "feed"));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return violation.get();
    }

    final long operations() {
        return operations.get() + database.loads.get();
    }

    final long loads() {
        return database.loads.get();
    }

    final long hits() {
        return lookup().counters().hits();
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private Runnable guarded(Step step) {
        return () -> {
            try {
                while (isGoingOn()) {
                    step.run();
                }
            } catch (InterruptedException | RuntimeException | Error e) {
                violation.compareAndSet(null, "Failed: " + e);
            }
        };
    }

    private boolean isGoingOn() {
        return operations() < most && violation.get() == null;
    }

    private void read() {
        String wrong = ask();
        if (wrong != null) {
            violation.compareAndSet(null, wrong);
        }
        operations.incrementAndGet();
    }

    private void write() throws InterruptedException {
        database.commit(delays.random().nextInt(database.rows));
        operations.incrementAndGet();
        for (int i = delays.random().nextInt(40); i > 0; i--) {
            delays.step();
        }
    }

    /** Applies what a log tells; at times some of it again, and at times it loses its place and goes on at the end. */
    private void follow(LinkedBlockingQueue<ChangingDatabase.Told> log) throws InterruptedException {
        Deque<ChangingDatabase.Told> last = new ArrayDeque<>();
        while (isGoingOn()) {
            ChangingDatabase.Told told = log.poll(10, TimeUnit.MILLISECONDS);
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
    private void losePlace(LinkedBlockingQueue<ChangingDatabase.Told> log) {
        synchronized (database) {
            lookup().suspend();
            delays.step();
            List<ChangingDatabase.Told> left = new ArrayList<>();
            log.drainTo(left);
            List<ChangingDatabase.Told> gone =
                    left.stream().filter(database::isShown).toList();
            delays.step();
            lookup().resume();
            gone.forEach(this::isApplied);
            left.removeAll(gone);
            left.forEach(this::apply);
        }
    }

    private void apply(ChangingDatabase.Told told) {
        delays.step();
        if (told.change() instanceof Change.Upsert upsert) {
            lookup().put(upsert);
        } else if (told.change() instanceof Change.Delete delete) {
            lookup().remove(delete);
        }
        isApplied(told);
        delays.step();
    }

    private void isApplied(ChangingDatabase.Told told) {
        applied.accumulateAndGet(told.row(), told.version(), Math::max);
    }
}
