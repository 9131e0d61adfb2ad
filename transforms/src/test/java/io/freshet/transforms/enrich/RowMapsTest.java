package io.freshet.transforms.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.json.MessageMap;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowMapsTest {

    private static final Columns COLUMNS = Columns.untyped(List.of("city", "tags"));

    private final RowMaps maps = new RowMaps(RowMapsTest::plain);

    @Test
    void of_rowThatComesAgain_isTheSameOverJson() {
        Row row = row("Z\u00fcrich \"\n", List.of("a", 1L, 2.5, true));

        assertThat(maps.of(row)).isInstanceOf(LinkedHashMap.class);
        for (int i = 0; i < 3; i++) {
            assertThat(maps.of(row)).isInstanceOf(MessageMap.class).isEqualTo(plain(row));
        }
    }

    @Test
    void of_mapThatIsChangedAfterwards_leavesTheNext() {
        Row row = row("Paris", List.of("a"));
        for (int i = 0; i < 5; i++) {
            Map<?, ?> map = maps.of(row);
            assertThat(map).isEqualTo(plain(row));
            if (map.get("tags") instanceof List<?> tags) {
                tags.clear();
            }
            map.remove("city");
        }
    }

    @Test
    void of_anotherRowOfTheSameValues_isLikeANewOne() {
        for (int i = 0; i < 5; i++) {
            assertThat(maps.of(row("Paris", null))).isInstanceOf(LinkedHashMap.class);
        }
    }

    @Test
    void known_rowsThatHardlyComeAgain_areNotLookedForForAWhile() {
        Row again = row("Paris", null);
        maps.of(again);
        for (int i = 0; i < 20_000; i++) {
            maps.of(row("Oslo", null));
        }
        assertThat(maps.known(again)).isNull();
        assertThat(maps.known(again)).isNull();
        for (int i = 0; i < 1_000_000; i++) {
            maps.known(again);
        }
        assertThat(maps.known(again)).isEqualTo(plain(again));
    }

    @ParameterizedTest
    @MethodSource("valuesThatJsonChanges")
    void of_valueThatJsonWouldChange_staysAsItIs(Object value) {
        Row row = row("Paris", value);
        for (int i = 0; i < 5; i++) {
            assertThat(maps.of(row)).isInstanceOf(LinkedHashMap.class).isEqualTo(plain(row));
        }
    }

    static List<Object> valuesThatJsonChanges() {
        return List.of(7, 1.5f, -0.0, Double.NaN, "\ud83d", "\ud83d\ude00", new byte[] {1}, List.of(7), Map.of("a", 7));
    }

    private static Row row(String city, @Nullable Object tags) {
        return new Row(COLUMNS, new @Nullable Object[] {city, tags});
    }

    private static Map<String, @Nullable Object> plain(Row row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("city", row.value(0));
        map.put("tags", row.value(1) instanceof List<?> list ? new ArrayList<>(list) : row.value(1));
        return map;
    }
}
