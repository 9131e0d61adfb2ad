package io.freshet.transforms.table.feed;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether a table may answer: loading, ready, or failed for good. */
public final class Readiness {

    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private volatile @Nullable Throwable trouble;
    private volatile @Nullable Throwable failure;

    /** What waiting came to. */
    public enum Outcome {
        READY,
        FAILED,
        TIMED_OUT
    }

    /** Opens the gate. */
    public void markReady() {
        ready.complete(true);
        trouble = null;
    }

    /** Notes what keeps the table from loading, for the one who waits in vain; null if nothing does any more. */
    public void trouble(@Nullable Throwable cause) {
        trouble = cause;
    }

    /** Fails the table for good. */
    public void fail(Throwable cause) {
        failure = cause;
        ready.complete(false);
    }

    public boolean isReady() {
        return failure == null && ready.isDone();
    }

    /** Returns why the table failed for good, null if it has not. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Returns the last known reason why it is not ready, null if there is none but its size. */
    public @Nullable Throwable trouble() {
        return trouble;
    }

    public Outcome await(Duration timeout) throws InterruptedException {
        try {
            ready.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Outcome.TIMED_OUT;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return failure == null ? Outcome.READY : Outcome.FAILED;
    }
}
