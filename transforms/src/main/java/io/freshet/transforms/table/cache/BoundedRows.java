package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As many rows as there is room for. What is not here is read from the database, once for all who ask meanwhile, and that
 * there is no row is kept too.
 *
 * <p>The fence. Whatever is done to a key, a change or the landing of a reading, is done in a section of its own, which the map
 * of the readings under way gives; eviction, which knows no sections, takes nothing from there. A change goes to the reading
 * under way and to what is cached. Where it is proven which of them comes first, both know what holds after it; else the one
 * is not cached and the other is dropped. So what is cached is never older than the newest change. What is not cached is
 * read between a question and its answer, so it is never older than what was answered before. {@code
 * docs/decisions/lookup-fence.md} has the whole argument.
 */
public final class BoundedRows implements LookedUpRows {

    private final RowLoader loader;
    private final Supplier<Flight> flights;
    private final RecentChanges recent;
    private final Cache<RowKey, CachedRow> cache;
    private final ConcurrentHashMap<RowKey, Flight> underWay = new ConcurrentHashMap<>();
    private final LookupCounters counters = new LookupCounters();
    private volatile boolean caching = true;

    public BoundedRows(Bounds bounds, RowLoader loader) {
        this(bounds, loader, Flight::new, new RecentChanges(), Ticker.systemTicker());
    }

    BoundedRows(Bounds bounds, RowLoader loader, Supplier<Flight> flights, RecentChanges recent, Ticker ticker) {
        this.loader = loader;
        this.flights = flights;
        this.recent = recent;
        this.cache = cache(bounds, ticker);
    }

    private static Cache<RowKey, CachedRow> cache(Bounds bounds, Ticker ticker) {
        Caffeine<Object, Object> builder =
                Caffeine.newBuilder().executor(Runnable::run).ticker(ticker);
        if (bounds.expireAfter() != null) {
            builder.expireAfterWrite(bounds.expireAfter());
        }
        if (bounds.rows() != null) {
            return builder.maximumSize(bounds.rows()).build();
        }
        if (bounds.bytes() == null) {
            throw new IllegalArgumentException("a cache without a bound");
        }
        return builder.maximumWeight(bounds.bytes())
                .weigher((RowKey key, CachedRow row) -> RowSize.of(key, row.row()))
                .build();
    }

    @Override
    public LookupCounters counters() {
        return counters;
    }

    @Override
    public @Nullable Row find(RowKey key, boolean patiently) {
        CachedRow cached = cache.getIfPresent(key);
        if (cached != null) {
            counters.hit();
            return cached.row();
        }
        counters.miss();
        return read(key, patiently);
    }

    /** The first reading that is met may be older than this question; the second began after it, whatever it misses. */
    private @Nullable Row read(RowKey key, boolean patiently) {
        boolean first = true;
        while (true) {
            Flight mine = flights.get();
            Flight flight = underWay.computeIfAbsent(key, absent -> mine);
            if (flight == mine) {
                return lead(key, mine, patiently);
            }
            Flight.Landing landing = flight.await();
            if (landing.cached() != null || !first) {
                return landing.row();
            }
            first = false;
        }
    }

    private @Nullable Row lead(RowKey key, Flight flight, boolean patiently) {
        try {
            LoadedRow loaded = load(key, patiently);
            Flight.Landing[] landed = new Flight.Landing[1];
            underWay.compute(key, (same, mine) -> {
                landed[0] = flight.land(loaded, loader);
                CachedRow cached = landed[0].cached();
                if (cached == null) {
                    // The answer may be newer than what another reading, which had landed just before, has brought
                    // here.
                    cache.invalidate(key);
                } else if (caching) {
                    cache.put(key, cached);
                }
                return null;
            });
            flight.complete(landed[0]);
            return landed[0].row();
        } catch (RuntimeException | Error e) {
            underWay.remove(key, flight);
            flight.fail(e);
            throw e;
        }
    }

    private LoadedRow load(RowKey key, boolean patiently) {
        long begin = System.nanoTime();
        long[] expected = recent.toBeSeen(key);
        try {
            LoadedRow loaded = loader.load(key, patiently, read -> recent.areSeen(expected, read.sight()));
            counters.loaded(System.nanoTime() - begin);
            return loaded;
        } catch (RuntimeException | Error e) {
            counters.failed(System.nanoTime() - begin);
            throw e;
        }
    }

    @Override
    public boolean put(Change.Upsert change) {
        changed(change.key(), change);
        return true;
    }

    @Override
    public void remove(Change.Delete change) {
        changed(change.key(), change);
    }

    private void changed(RowKey key, Change change) {
        recent.add(key, change.transaction());
        underWay.compute(key, (same, flight) -> {
            if (flight != null) {
                flight.note(change);
            }
            applyToCached(key, change);
            return flight;
        });
    }

    private void applyToCached(RowKey key, Change change) {
        CachedRow cached = cache.policy().getIfPresentQuietly(key);
        if (cached == null) {
            return;
        }
        CachedRow next = cached.after(change, loader);
        if (next == null) {
            cache.invalidate(key);
        } else if (next != cached) {
            cache.asMap().replace(key, cached, next);
        }
    }

    @Override
    public void truncate(Change.Truncate change) {
        forget();
    }

    @Override
    public void suspend() {
        caching = false;
        forget();
    }

    @Override
    public void resume() {
        forget();
        caching = true;
    }

    /** The readings under way first: what they land with after that is not cached, and what they landed with before is. */
    private void forget() {
        for (RowKey key : underWay.keySet()) {
            underWay.computeIfPresent(key, (same, flight) -> {
                flight.outdate();
                return flight;
            });
        }
        cache.invalidateAll();
    }

    /** Returns how many keys are kept, about, those without a row among them. */
    @Override
    public long count() {
        return cache.estimatedSize();
    }

    @Override
    public void clear() {
        suspend();
    }
}
