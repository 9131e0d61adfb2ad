package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * As many rows as there is room for, by the key of their changes.
 *
 * <p>The fence. Whatever is done to a key, a change or the landing of a reading, is done in a section of its own, which the map
 * of the readings under way gives; eviction, which knows no sections, takes nothing from there. A change goes to the reading
 * under way and to what is cached. Where it is proven which of them comes first, both know what holds after it; else the one
 * is not cached and the other is dropped. So what is cached is never older than the newest change. What is not cached is
 * read between a question and its answer, so it is never older than what was answered before. {@code
 * docs/decisions/lookup-fence.md} has the whole argument.
 */
public final class BoundedRows extends ReadThroughRows<Flight, CachedRow> {

    private final Supplier<Flight> flights;
    private final RecentChanges recent;

    public BoundedRows(Bounds bounds, RowLoader loader) {
        this(bounds, loader, Flight::new, new RecentChanges(), Ticker.systemTicker());
    }

    BoundedRows(Bounds bounds, RowLoader loader, Supplier<Flight> flights, RecentChanges recent, Ticker ticker) {
        super(bounds, loader, ticker);
        this.flights = flights;
        this.recent = recent;
    }

    @Override
    int bytesOf(RowKey key, CachedRow kept) {
        return RowSize.of(key, kept.row());
    }

    @Override
    void left(CachedRow kept) {
        // Nothing else leads to it.
    }

    @Override
    Flight newFlight() {
        return flights.get();
    }

    @Override
    Predicate<LoadedRow> isNewEnough(RowKey key) {
        long[] expected = recent.toBeSeen(key);
        return read -> recent.areSeen(expected, read.sight());
    }

    @Override
    Flight.Landing land(RowKey key, Flight flight, LoadedRow loaded) {
        Flight.Landing[] landed = new Flight.Landing[1];
        underWay.compute(key, (same, mine) -> {
            landed[0] = flight.land(loaded, loader);
            CachedRow cached = landed[0].cached();
            if (cached == null) {
                // The answer may be newer than what another reading, which had landed just before, has brought here.
                cache.invalidate(key);
            } else if (isCaching()) {
                cache.put(key, cached);
            }
            return null;
        });
        return landed[0];
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
}
