package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.RowKey;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which keys have changed since when, by their hashes, in a fixed number of places: that a key has changed may be the change of
 * another, that it has not is certain. Safe for use by several threads.
 */
class ChangeMarks {

    private static final int PLACES = 1 << 14;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLongArray changed = new AtomicLongArray(PLACES);

    /** Returns what {@link #isChangedSince} is asked with later. */
    long now() {
        return clock.get();
    }

    void mark(RowKey key) {
        changed.accumulateAndGet(place(key), clock.incrementAndGet(), Math::max);
    }

    boolean isChangedSince(long then, RowKey key) {
        return changed.get(place(key)) > then;
    }

    private static int place(RowKey key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
