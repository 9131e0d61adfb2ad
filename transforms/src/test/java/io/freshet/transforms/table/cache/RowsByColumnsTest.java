package io.freshet.transforms.table.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowsByColumnsTest {

    private static final Columns COLUMNS = Columns.untyped(List.of("iata", "city"));

    private final RowsByColumns rows = new RowsByColumns(List.of("iata"));

    @Test
    void find_rowsOfOneKey_isTheOneChangedLast() {
        put(1, "JFK", "New York", 10);
        put(2, "JFK", "Queens", 20);
        assertThat(city("JFK")).isEqualTo("Queens");

        put(1, "JFK", "Brooklyn", 30);
        assertThat(city("JFK")).isEqualTo("Brooklyn");

        remove(1);
        assertThat(city("JFK")).isEqualTo("Queens");

        remove(2);
        assertThat(city("JFK")).isNull();
        assertThat(rows.count()).isZero();
    }

    @Test
    void find_changeThatCameLateButIsOlder_doesNotAnswer() {
        put(1, "JFK", "Queens", 20);
        put(2, "JFK", "New York", 10);

        assertThat(city("JFK")).isEqualTo("Queens");
    }

    @Test
    void put_otherKey_movesTheRow() {
        put(1, "IDL", "New York", 10);
        put(1, "JFK", "New York", 20);

        assertThat(city("IDL")).isNull();
        assertThat(city("JFK")).isEqualTo("New York");
    }

    @Test
    void put_nullKey_isFoundByNothingUntilItHasOne() {
        put(1, null, "New York", 10);
        assertThat(rows.count()).isOne();

        put(1, "JFK", Row.UNCHANGED, 20);
        assertThat(city("JFK")).isEqualTo("New York");

        assertThat(rows.put(change(2, "LAX", Row.UNCHANGED, 30))).isFalse();
        assertThat(city("LAX")).isNull();
    }

    @Test
    void find_randomChanges_isWhatALookThroughAllRowsFinds() {
        Random random = new Random(7);
        Map<Integer, Change.Upsert> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int id = random.nextInt(12);
            if (random.nextInt(4) == 0) {
                expected.remove(id);
                remove(id);
            } else {
                String iata = random.nextInt(8) == 0 ? null : "A" + random.nextInt(4);
                Change.Upsert change = change(id, iata, "city " + i, i);
                expected.put(id, change);
                rows.put(change);
            }
            for (int key = 0; key < 4; key++) {
                assertThat(city("A" + key)).isEqualTo(latest(expected, "A" + key));
            }
        }
    }

    private static @Nullable Object latest(Map<Integer, Change.Upsert> changes, String iata) {
        return changes.values().stream()
                .filter(change -> Objects.equals(change.row().value(0), iata))
                .max(Comparator.comparingLong(Change.Upsert::time))
                .map(change -> change.row().value(1))
                .orElse(null);
    }

    private void put(int id, @Nullable String iata, Object city, long time) {
        assertThat(rows.put(change(id, iata, city, time))).isTrue();
    }

    private static Change.Upsert change(int id, @Nullable String iata, Object city, long time) {
        return new Change.Upsert(
                RowKey.of(id), new Row(COLUMNS, new @Nullable Object[] {iata, city}), time, Change.UNKNOWN);
    }

    private void remove(int id) {
        rows.remove(new Change.Delete(RowKey.of(id), Change.UNKNOWN, Change.UNKNOWN));
    }

    private @Nullable Object city(String iata) {
        Row row = rows.find(RowKey.of(iata), Rows.LATEST);
        return row == null ? null : row.value(1);
    }
}
