package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.KeyColumns;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import io.freshet.transforms.table.change.Sight;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As many rows as there is room for, found by columns of theirs instead of the key of their changes, which only says which row
 * a change is of. Which of several rows with the same values is found the database says.
 *
 * <p>The fence is that of {@link BoundedRows}, with one more door. A change says what its row is found by from now on, and by its
 * id which row that is; not what it was found by before. So each answer that is kept is also found by the id of its row, and a
 * change drops what is kept under its key and under its id. Nothing else can change an answer: a row takes its place only by a
 * change that has that key, and leaves it only by a change of that id. A reading that is under way does not know yet which row
 * it will be of: changes leave a mark under both, and the reading looks for marks when it lands, after it can be found by its id
 * and in the section of its key. So a change either finds it, or has left its mark before. {@code docs/decisions/lookup-fence.md}
 * has the whole argument.
 */
public final class BoundedRowsByColumns implements LookedUpRows {

    private final KeyColumns keyColumns;
    private final RowLoader loader;
    private final ChangeMarks marks;
    private final RecentChanges recent;
    private final Cache<RowKey, Held> cache;
    private final ConcurrentHashMap<RowKey, List<Held>> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RowKey, Flight> underWay = new ConcurrentHashMap<>();
    private final LookupCounters counters = new LookupCounters();
    private volatile boolean caching = true;

    /** An answer that is kept, or about to be. Each is itself alone: not equal to another of the same row. */
    private static final class Held {
        private final RowKey key;
        private final @Nullable RowKey id;
        private final @Nullable Row row;
        private final Sight sight;

        Held(RowKey key, LoadedRow loaded) {
            this.key = key;
            this.id = loaded.id();
            this.row = loaded.row();
            this.sight = loaded.sight();
        }

        boolean hasSeen(Change change) {
            return sight.of(change.transaction()) == Sight.Seen.YES;
        }
    }

    /**
     * @param keyColumns the columns by which rows are found; a row with a null in one is found by nothing
     */
    public BoundedRowsByColumns(Bounds bounds, RowLoader loader, List<String> keyColumns) {
        this(bounds, loader, keyColumns, new ChangeMarks(), new RecentChanges(), Ticker.systemTicker());
    }

    BoundedRowsByColumns(
            Bounds bounds,
            RowLoader loader,
            List<String> keyColumns,
            ChangeMarks marks,
            RecentChanges recent,
            Ticker ticker) {
        this.keyColumns = new KeyColumns(keyColumns);
        this.loader = loader;
        this.marks = marks;
        this.recent = recent;
        this.cache = cache(bounds, ticker);
    }

    private Cache<RowKey, Held> cache(Bounds bounds, Ticker ticker) {
        Caffeine<RowKey, Held> builder = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .removalListener((@Nullable RowKey key, @Nullable Held held, RemovalCause cause) -> {
                    if (held != null) {
                        release(held);
                    }
                });
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
                .weigher((RowKey key, Held held) -> RowSize.ofRowWithId(key, held.row, held.id))
                .build();
    }

    @Override
    public LookupCounters counters() {
        return counters;
    }

    @Override
    public @Nullable Row find(RowKey key, boolean patiently) {
        Held held = cache.getIfPresent(key);
        if (held != null) {
            counters.hit();
            return held.row;
        }
        counters.miss();
        return read(key, patiently);
    }

    /** The first reading that is met may be older than this question; the second began after it, whatever it misses. */
    private @Nullable Row read(RowKey key, boolean patiently) {
        boolean first = true;
        while (true) {
            long begin = marks.now();
            Flight mine = new Flight();
            Flight flight = underWay.computeIfAbsent(key, absent -> mine);
            if (flight == mine) {
                return lead(key, mine, begin, patiently);
            }
            Flight.Landing landing = flight.await();
            if (landing.cached() != null || !first) {
                return landing.row();
            }
            first = false;
        }
    }

    private @Nullable Row lead(RowKey key, Flight flight, long begin, boolean patiently) {
        try {
            LoadedRow loaded = load(key, patiently);
            Flight.Landing landed = land(key, flight, begin, loaded);
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
        RecentChanges.Unseen unseen = recent.unseen();
        try {
            LoadedRow loaded =
                    loader.load(key, patiently, read -> recent.areSeen(unseen, read.sight(), key, read.id()));
            counters.loaded(System.nanoTime() - begin);
            return loaded;
        } catch (RuntimeException | Error e) {
            counters.failed(System.nanoTime() - begin);
            throw e;
        }
    }

    /**
     * As long as a reading may be joined it is found by its id, whether or not it is cached, or evicted again: a change waits for
     * its section, so who asks after that change meets another reading.
     */
    private Flight.Landing land(RowKey key, Flight flight, long begin, LoadedRow loaded) {
        Held joinable = new Held(key, loaded);
        hold(joinable);
        try {
            return landJoinable(key, flight, begin, loaded);
        } finally {
            release(joinable);
        }
    }

    private Flight.Landing landJoinable(RowKey key, Flight flight, long begin, LoadedRow loaded) {
        Held held = new Held(key, loaded);
        hold(held);
        // Else a processor might look for marks before others see that it holds.
        VarHandle.fullFence();
        Flight.Landing[] landed = new Flight.Landing[1];
        underWay.compute(key, (same, mine) -> {
            if (isChangedSince(begin, held)) {
                flight.outdate();
            }
            landed[0] = flight.land(loaded, loader);
            if (landed[0].cached() == null || !caching) {
                cache.invalidate(key);
                release(held);
            } else {
                cache.put(key, held);
            }
            return null;
        });
        return landed[0];
    }

    private boolean isChangedSince(long begin, Held held) {
        return marks.isChangedSince(begin, held.key) || (held.id != null && marks.isChangedSince(begin, held.id));
    }

    private void hold(Held held) {
        if (held.id != null) {
            byId.merge(held.id, List.of(held), (before, added) -> Stream.concat(before.stream(), added.stream())
                    .toList());
        }
    }

    private void release(Held gone) {
        if (gone.id != null) {
            byId.computeIfPresent(gone.id, (id, all) -> {
                List<Held> left = all.stream().filter(held -> held != gone).toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    @Override
    public boolean put(Change.Upsert change) {
        if (keyColumns.areUntoldIn(change.row())) {
            // The row may be the newest of its key now, and nothing tells which that is.
            recent.addToAll(change.transaction());
            recent.add(change.key(), change.transaction());
            forget();
        } else {
            changed(change, keyColumns.of(change.row()), change.key());
        }
        return true;
    }

    @Override
    public void remove(Change.Delete change) {
        changed(change, null, change.key());
    }

    private void changed(Change change, @Nullable RowKey key, RowKey id) {
        recent.add(id, change.transaction());
        if (key != null) {
            recent.add(key, change.transaction());
            marks.mark(key);
        }
        marks.mark(id);
        VarHandle.fullFence();
        if (key != null) {
            drop(key, change);
        }
        byId.getOrDefault(id, List.of()).forEach(held -> drop(held.key, change));
    }

    private void drop(RowKey key, Change change) {
        underWay.compute(key, (same, flight) -> {
            Held held = cache.policy().getIfPresentQuietly(key);
            if (held != null && !held.hasSeen(change)) {
                cache.invalidate(key);
            }
            return flight;
        });
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

    /** Returns how many rows are found by their id, about. */
    long ids() {
        return byId.size();
    }

    @Override
    public void clear() {
        suspend();
    }
}
