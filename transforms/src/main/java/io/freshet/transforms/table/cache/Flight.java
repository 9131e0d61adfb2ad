package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.LoadFailedException;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A reading of one key from the database that is under way, and what has changed meanwhile. */
class Flight {

    /** More changes than these are not worth keeping. */
    private static final int MOST_CHANGES = 64;

    private final CompletableFuture<Landing> landing = new CompletableFuture<>();
    private final List<Change> during = new ArrayList<>(0);
    private boolean outdated;

    /**
     * What a reading came to.
     *
     * @param row the row, null if there is none
     * @param cached what all later changes apply to; null if something changed that may not be in the row
     */
    record Landing(@Nullable Row row, @Nullable CachedRow cached) {}

    /** A change of the key came. Called in the key's section. */
    void note(Change change) {
        if (during.size() < MOST_CHANGES) {
            during.add(change);
        } else {
            outdated = true;
        }
    }

    /** What is read may miss a change. Called in the key's section. */
    void outdate() {
        outdated = true;
    }

    /** Puts what was read in order with what came meanwhile. Called in the key's section, as the last. */
    Landing land(LoadedRow loaded, RowLoader loader) {
        CachedRow cached = outdated ? null : CachedRow.of(loaded);
        for (Change change : during) {
            cached = cached == null ? null : cached.after(change, loader);
        }
        return new Landing(cached == null ? loaded.row() : cached.row(), cached);
    }

    /** Lets those go on who wait. */
    void complete(Landing landed) {
        landing.complete(landed);
    }

    /** Lets those fail who wait. */
    void fail(Throwable cause) {
        landing.completeExceptionally(cause);
    }

    /** Waits for what whoever reads comes to; that has a bound. */
    Landing await() {
        try {
            return landing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailedException("Interrupted while a row is read from the database", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new CompletionException(e.getCause());
        }
    }
}
