package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.Weigher;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import java.util.function.Consumer;
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

    /**
     * Returns a cache that holds as much, and tells at once what has left it, in the thread that made it leave.
     *
     * @param weigher how much memory an entry takes, in bytes
     */
    <V> Cache<RowKey, V> newCache(Ticker ticker, Weigher<RowKey, V> weigher, Consumer<V> left) {
        Caffeine<RowKey, V> builder = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .removalListener((@Nullable RowKey key, @Nullable V value, RemovalCause cause) -> {
                    if (value != null) {
                        left.accept(value);
                    }
                });
        if (expireAfter != null) {
            builder.expireAfterWrite(expireAfter);
        }
        if (rows != null) {
            return builder.maximumSize(rows).build();
        }
        if (bytes == null) {
            throw new IllegalArgumentException("a cache without a bound");
        }
        return builder.maximumWeight(bytes).weigher(weigher).build();
    }
}
