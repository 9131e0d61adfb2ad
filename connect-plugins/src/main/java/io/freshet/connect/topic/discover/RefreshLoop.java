package io.freshet.connect.topic.discover;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does one thing again and again, with a pause before each, on a thread of its own until it is closed. */
public final class RefreshLoop implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration interval;
    private final Step step;
    private final Thread thread;

    /** One round; guards itself against what may go wrong. */
    @FunctionalInterface
    public interface Step {
        /** Returns whether there is to be another round. */
        boolean run() throws InterruptedException;
    }

    public RefreshLoop(String threadName, Duration interval, Step step) {
        this.interval = interval;
        this.step = step;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        // Plugins of Kafka's clients are looked up through the thread: as those of the connector, not of the worker.
        thread.setContextClassLoader(RefreshLoop.class.getClassLoader());
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            boolean again = true;
            while (again && !closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                again = step.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
