package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowLoader;
import io.freshet.transforms.table.change.Sight;
import org.jspecify.annotations.Nullable;

/** What a cache knows of a key: its row, or that there is none, and up to where in the order of changes that holds. */
final class CachedRow implements ReadThroughRows.Kept {

    /** No change came upon what was read. */
    private static final long AS_READ = Long.MIN_VALUE;

    /** A change came of which it cannot be told what comes after it. */
    private static final long ANYWHERE = Long.MAX_VALUE;

    private final @Nullable Row row;
    private final Sight sight;
    private final long changedAt;

    private CachedRow(@Nullable Row row, Sight sight, long changedAt) {
        this.row = row;
        this.sight = sight;
        this.changedAt = changedAt;
    }

    static CachedRow of(LoadedRow loaded) {
        return new CachedRow(loaded.row(), loaded.sight(), AS_READ);
    }

    @Override
    public @Nullable Row row() {
        return row;
    }

    /**
     * Returns what is known after a change of this key: this, if it has the change already; what the change makes of it, if
     * the change is proven to come after it; else null, because only the database can tell.
     */
    @Nullable
    CachedRow after(Change change, RowLoader loader) {
        Sight.Seen seen = sight.of(change.transaction());
        if (seen == Sight.Seen.YES || (row == null && change instanceof Change.Delete)) {
            // Had there been a row since, its insert would have come ahead of this delete.
            return this;
        }
        if (seen == Sight.Seen.UNKNOWN || !isFollowedBy(change)) {
            return null;
        }
        long position = change.logPosition() == Change.UNKNOWN ? ANYWHERE : change.logPosition();
        if (change instanceof Change.Upsert upsert) {
            Row told = upsert.row().hasUnchanged() ? null : loader.asLoaded(upsert.row());
            return told == null ? null : new CachedRow(told, sight, position);
        }
        return new CachedRow(null, sight, position);
    }

    /** A feed may tell changes again, from some point on; those before the last one must not count as new. */
    private boolean isFollowedBy(Change change) {
        return changedAt == AS_READ || (change.logPosition() != Change.UNKNOWN && change.logPosition() > changedAt);
    }
}
