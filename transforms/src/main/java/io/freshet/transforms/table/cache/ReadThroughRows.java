package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * As many answers as there is room for. What is not here is read from the database, once for all who ask meanwhile, and that
 * there is no row is kept too.
 *
 * @param <F> what is known of a reading that is under way
 * @param <V> an answer that is kept
 */
abstract sealed class ReadThroughRows<F extends Flight, V extends ReadThroughRows.Kept> implements LookedUpRows
        permits BoundedRows, BoundedRowsByColumns {

    /** The readings under way; its sections per key are the fence. */
    final ConcurrentHashMap<RowKey, F> underWay = new ConcurrentHashMap<>();

    final RowLoader loader;
    final Cache<RowKey, V> cache;
    private final LookupCounters counters = new LookupCounters();
    private volatile boolean caching = true;

    /** An answer that is kept. */
    interface Kept {
        /** Returns the row, null if there is none. */
        @Nullable
        Row row();
    }

    ReadThroughRows(Bounds bounds, RowLoader loader, Ticker ticker) {
        this.loader = loader;
        this.cache = bounds.newCache(ticker, this::bytesOf, this::left);
    }

    /** Returns how much memory an answer takes, about. */
    abstract int bytesOf(RowKey key, V kept);

    /** An answer is no longer kept. */
    abstract void left(V kept);

    /** Called before the section in which the reading is entered, for each that may be. */
    abstract F newFlight();

    /** Returns what tells of a reading that begins now whether it has seen enough. */
    abstract Predicate<LoadedRow> isNewEnough(RowKey key);

    /** Puts what was read in order with what came meanwhile, and keeps it if that may be; the reading is then no longer under way. */
    abstract Flight.Landing land(RowKey key, F flight, LoadedRow loaded);

    /** Returns if answers are kept. */
    final boolean isCaching() {
        return caching;
    }

    @Override
    public final LookupCounters counters() {
        return counters;
    }

    @Override
    public final @Nullable Row find(RowKey key, boolean patiently) {
        V kept = cache.getIfPresent(key);
        if (kept != null) {
            counters.hit();
            return kept.row();
        }
        counters.miss();
        return read(key, patiently);
    }

    /** The first reading that is met may be older than this question; the second began after it, whatever it misses. */
    private @Nullable Row read(RowKey key, boolean patiently) {
        boolean first = true;
        while (true) {
            F mine = newFlight();
            F flight = underWay.computeIfAbsent(key, absent -> mine);
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

    private @Nullable Row lead(RowKey key, F flight, boolean patiently) {
        try {
            Flight.Landing landed = land(key, flight, load(key, patiently));
            flight.complete(landed);
            return landed.row();
        } catch (RuntimeException | Error e) {
            underWay.remove(key, flight);
            flight.fail(e);
            throw e;
        }
    }

    private LoadedRow load(RowKey key, boolean patiently) {
        long begin = System.nanoTime();
        try {
            LoadedRow loaded = loader.load(key, patiently, isNewEnough(key));
            counters.loaded(System.nanoTime() - begin);
            return loaded;
        } catch (RuntimeException | Error e) {
            counters.failed(System.nanoTime() - begin);
            throw e;
        }
    }

    @Override
    public final void truncate(Change.Truncate change) {
        forget();
    }

    @Override
    public final void suspend() {
        caching = false;
        forget();
    }

    @Override
    public final void resume() {
        forget();
        caching = true;
    }

    @Override
    public final void clear() {
        suspend();
    }

    /** The readings under way first: what they land with after that is not cached, and what they landed with before is. */
    final void forget() {
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
    public final long count() {
        return cache.estimatedSize();
    }
}
