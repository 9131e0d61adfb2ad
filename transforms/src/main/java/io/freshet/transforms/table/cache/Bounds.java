package io.freshet.transforms.table.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a cache may hold. One of rows and bytes is set.
 *
 * @param rows how many keys, those without a row among them; null if bytes bound it
 * @param bytes how much memory, by estimate; null if rows bound it
 * @param expireAfter how long what was read is used, null for as long as no change tells otherwise
 */
public record Bounds(@Nullable Long rows, @Nullable Long bytes, @Nullable Duration expireAfter) {

    /** A number of keys, without expiry. */
    public static Bounds ofRows(long rows) {
        return new Bounds(rows, null, null);
    }
}
