package io.freshet.transforms.table.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import io.freshet.transforms.table.change.Sight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which changes drop which answers, one step after the other; LookupFenceTest has them at once. */
class BoundedRowsByColumnsTest {

    private static final Columns COLUMNS = Columns.untyped(List.of("city", "name"));

    private final Airports airports = new Airports();
    private final BoundedRowsByColumns rows = rows(Bounds.ofRows(10));

    @Test
    void find_again_isAnsweredFromMemoryAlsoThatThereIsNone() {
        airports.put("JFK", "New York");

        for (int i = 0; i < 2; i++) {
            assertThat(found("New York")).isEqualTo("JFK");
            assertThat(found("Boston")).isNull();
        }

        assertThat(airports.read).isEqualTo(2);
    }

    @Test
    void put_rowOfTheKey_takesThePlaceOfTheOneBefore() {
        airports.put("JFK", "New York");
        assertThat(found("New York")).isEqualTo("JFK");

        rows.put(airports.put("LGA", "New York"));

        assertThat(found("New York")).isEqualTo("LGA");
    }

    @Test
    void put_rowThatMoves_isFoundByItsNewKeyAndTheOneBeforeItByTheOld() {
        airports.put("EWR", "New York");
        airports.put("JFK", "New York");
        assertThat(found("New York")).isEqualTo("JFK");
        assertThat(found("Boston")).isNull();

        rows.put(airports.put("JFK", "Boston"));

        assertThat(found("New York")).isEqualTo("EWR");
        assertThat(found("Boston")).isEqualTo("JFK");
    }

    @Test
    void remove_rowThatWasFound_leavesTheOneBeforeIt() {
        airports.put("EWR", "New York");
        airports.put("JFK", "New York");
        assertThat(found("New York")).isEqualTo("JFK");

        rows.remove(airports.remove("JFK"));

        assertThat(found("New York")).isEqualTo("EWR");
    }

    @Test
    void remove_rowThatWasNotFound_leavesTheAnswer() {
        airports.put("EWR", "New York");
        airports.put("JFK", "New York");
        assertThat(found("New York")).isEqualTo("JFK");

        rows.remove(airports.remove("EWR"));

        assertThat(found("New York")).isEqualTo("JFK");
        assertThat(airports.read).isEqualTo(1);
    }

    @Test
    void put_rowThatLosesItsKey_isFoundByNothing() {
        airports.put("JFK", "New York");
        assertThat(found("New York")).isEqualTo("JFK");

        rows.put(airports.put("JFK", null));

        assertThat(found("New York")).isNull();
    }

    @Test
    void put_keyThatTheChangeDoesNotTell_forgetsAllAnswers() {
        airports.put("EWR", "New York");
        assertThat(found("New York")).isEqualTo("EWR");
        assertThat(found("Boston")).isNull();

        airports.put("JFK", "New York");
        rows.put(change("JFK", Row.UNCHANGED));

        assertThat(found("New York")).isEqualTo("JFK");
        assertThat(found("Boston")).isNull();
        assertThat(airports.read).isEqualTo(4);
    }

    @Test
    void put_changeThatTheReadingHasSeen_leavesTheAnswer() {
        airports.sight = transaction -> Sight.Seen.YES;
        Change.Upsert change = airports.put("JFK", "New York");
        assertThat(found("New York")).isEqualTo("JFK");

        rows.put(change);

        assertThat(found("New York")).isEqualTo("JFK");
        assertThat(airports.read).isEqualTo(1);
    }

    @Test
    void put_whileARowIsRead_isNotMissedWhateverItsKeyWas() {
        airports.put("JFK", "New York");
        airports.meanwhile = () -> rows.put(airports.put("JFK", "Boston"));
        assertThat(found("New York")).as("as it was asked").isEqualTo("JFK");
        airports.meanwhile = () -> {};

        assertThat(found("New York")).isNull();
        assertThat(found("Boston")).isEqualTo("JFK");
    }

    @Test
    void ids_ofRowsThatAreKeptNoMore_areForgotten() {
        BoundedRowsByColumns few = rows(Bounds.ofRows(10));
        for (int i = 0; i < 1_000; i++) {
            airports.put("A" + i, "c" + i);
            few.find(RowKey.of("c" + i), Rows.LATEST);
        }

        assertThat(few.count()).isEqualTo(10);
        assertThat(few.ids()).isEqualTo(10);
        few.suspend();
        assertThat(few.ids()).isZero();
    }

    @Test
    void bytes_countTheIdsToo() {
        BoundedRowsByColumns byBytes = rows(new Bounds(null, 10_000L, null));
        for (int i = 0; i < 1_000; i++) {
            airports.put("A" + i, "c" + i);
            byBytes.find(RowKey.of("c" + i), Rows.LATEST);
        }

        assertThat(byBytes.count()).isBetween(15L, 30L);
    }

    private BoundedRowsByColumns rows(Bounds bounds) {
        return new BoundedRowsByColumns(
                bounds, airports, List.of("city"), new ChangeMarks(), new RecentChanges(), Ticker.systemTicker());
    }

    private @Nullable Object found(String city) {
        Row row = rows.find(RowKey.of(city), Rows.LATEST);
        return row == null ? null : row.value(1);
    }

    private static Change.Upsert change(String name, @Nullable Object city) {
        return new Change.Upsert(
                RowKey.of(name), new Row(COLUMNS, new @Nullable Object[] {city, name}), Change.UNKNOWN, 1, 1);
    }

    /** A table of airports by their names, of which the one put last is the newest of its city. */
    private static final class Airports implements RowLoader {
        private record Placed(@Nullable String city, int at) {}

        private final Map<String, Placed> cities = new HashMap<>();
        private Sight sight = Sight.NONE;
        private Runnable meanwhile = () -> {};
        private int read;
        private int changes;

        Change.Upsert put(String name, @Nullable String city) {
            cities.put(name, new Placed(city, ++changes));
            return change(name, city);
        }

        Change.Delete remove(String name) {
            cities.remove(name);
            return new Change.Delete(RowKey.of(name), Change.UNKNOWN, 1, 1);
        }

        @Override
        public LoadedRow load(RowKey key, boolean patiently, Predicate<LoadedRow> isNewEnough) {
            read++;
            String newest = null;
            int at = 0;
            for (Map.Entry<String, Placed> each : cities.entrySet()) {
                if (Objects.equals(each.getValue().city(), key.part(0))
                        && each.getValue().at() > at) {
                    newest = each.getKey();
                    at = each.getValue().at();
                }
            }
            meanwhile.run();
            return newest == null
                    ? new LoadedRow(null, sight)
                    : new LoadedRow(change(newest, key.part(0)).row(), sight, RowKey.of(newest));
        }

        @Override
        public Row asLoaded(Row told) {
            throw new AssertionError("taken over");
        }
    }
}
