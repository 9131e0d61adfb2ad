package io.freshet.agent.lag;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Looks again and again, on a thread of its own, and keeps the latest. */
public final class LagWatch implements AutoCloseable {
    private static final long LONGEST_END_MILLIS = 5_000;

    /** Told about each look, on the thread of the watch. */
    public interface Listener {
        void looked(LagSnapshot snapshot);

        void failed(RuntimeException failure);
    }

    private final LagSampler sampler;
    private final long intervalMillis;
    private final Listener listener;
    private final Thread thread = new Thread(this::run, "freshet-lag");
    private final AtomicReference<@Nullable LagSnapshot> latest = new AtomicReference<>();

    public LagWatch(LagSampler sampler, long intervalMillis, Listener listener) {
        this.sampler = sampler;
        this.intervalMillis = intervalMillis;
        this.listener = listener;
        thread.setDaemon(true);
    }

    /** What it looks on. */
    public Thread thread() {
        return thread;
    }

    public void start() {
        thread.start();
    }

    /** What was seen last; null before the first look, and when the last has failed. */
    public @Nullable LagSnapshot latest() {
        return latest.get();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long next = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                next = Math.max(next + TimeUnit.MILLISECONDS.toNanos(intervalMillis), System.nanoTime());
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            LagSnapshot snapshot = sampler.look();
            latest.set(snapshot);
            listener.looked(snapshot);
        } catch (RuntimeException e) {
            latest.set(null);
            listener.failed(e);
        }
    }
}
