package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import org.jspecify.annotations.Nullable;

/** All rows of a table: what is not here does not exist. */
public final class CompleteRows {

    private final Cache<RowKey, Row> rows = Caffeine.newBuilder().build();

    public @Nullable Row find(RowKey key) {
        return rows.getIfPresent(key);
    }

    public void put(RowKey key, Row row) {
        rows.put(key, row);
    }

    public void remove(RowKey key) {
        rows.invalidate(key);
    }

    public void clear() {
        rows.invalidateAll();
    }

    public long count() {
        return rows.estimatedSize();
    }
}
