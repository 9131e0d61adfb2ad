package io.freshet.transforms.table.cache;

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
import java.util.function.Predicate;
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
public final class BoundedRowsByColumns
        extends ReadThroughRows<BoundedRowsByColumns.MarkedFlight, BoundedRowsByColumns.Held> {

    private final KeyColumns keyColumns;
    private final ChangeMarks marks;
    private final RecentChanges recent;
    private final ConcurrentHashMap<RowKey, List<Held>> byId = new ConcurrentHashMap<>();

    /** A reading, and up to which mark changes had come when it began. */
    static final class MarkedFlight extends Flight {
        private final long begin;

        MarkedFlight(long begin) {
            this.begin = begin;
        }
    }

    /** An answer that is kept, or about to be. Each is itself alone: not equal to another of the same row. */
    static final class Held implements Kept {
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

        @Override
        public @Nullable Row row() {
            return row;
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
        super(bounds, loader, ticker);
        this.keyColumns = new KeyColumns(keyColumns);
        this.marks = marks;
        this.recent = recent;
    }

    @Override
    int bytesOf(RowKey key, Held kept) {
        return RowSize.ofRowWithId(key, kept.row, kept.id);
    }

    @Override
    void left(Held kept) {
        release(kept);
    }

    @Override
    MarkedFlight newFlight() {
        return new MarkedFlight(marks.now());
    }

    @Override
    Predicate<LoadedRow> isNewEnough(RowKey key) {
        RecentChanges.Unseen unseen = recent.unseen();
        return read -> recent.areSeen(unseen, read.sight(), key, read.id());
    }

    /**
     * As long as a reading may be joined it is found by its id, whether or not it is cached, or evicted again: a change waits for
     * its section, so who asks after that change meets another reading.
     */
    @Override
    Flight.Landing land(RowKey key, MarkedFlight flight, LoadedRow loaded) {
        Held joinable = new Held(key, loaded);
        hold(joinable);
        try {
            return landJoinable(key, flight, loaded);
        } finally {
            release(joinable);
        }
    }

    private Flight.Landing landJoinable(RowKey key, MarkedFlight flight, LoadedRow loaded) {
        Held held = new Held(key, loaded);
        hold(held);
        // Else a processor might look for marks before others see that it holds.
        VarHandle.fullFence();
        Flight.Landing[] landed = new Flight.Landing[1];
        underWay.compute(key, (same, mine) -> {
            if (isChangedSince(flight.begin, held)) {
                flight.outdate();
            }
            landed[0] = flight.land(loaded, loader);
            if (landed[0].cached() == null || !isCaching()) {
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

    /** Returns how many rows are found by their id, about. */
    long ids() {
        return byId.size();
    }
}
