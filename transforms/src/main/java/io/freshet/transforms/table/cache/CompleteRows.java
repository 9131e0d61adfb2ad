package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import org.jspecify.annotations.Nullable;

/** All rows of a table: what is not here does not exist. */
public final class CompleteRows implements Rows {

    private final Cache<RowKey, Row> rows = Caffeine.newBuilder().build();

    @Override
    public @Nullable Row find(RowKey key, long asOf) {
        return rows.getIfPresent(key);
    }

    @Override
    public boolean put(Change.Upsert change) {
        Row row = change.row();
        if (row.hasUnchanged()) {
            row = row.completedFrom(rows.getIfPresent(change.key()));
        }
        if (row == null) {
            return false;
        }
        rows.put(change.key(), row);
        return true;
    }

    @Override
    public void remove(Change.Delete change) {
        rows.invalidate(change.key());
    }

    @Override
    public void truncate(Change.Truncate change) {
        rows.invalidateAll();
    }

    @Override
    public long count() {
        return rows.estimatedSize();
    }

    @Override
    public void clear() {
        rows.invalidateAll();
    }
}
