package io.freshet.transforms.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowBytesTest {

    private static final Columns COLUMNS = Columns.untyped(List.of("city"));

    private final RowBytes bytes = new RowBytes();

    @Test
    void of_nothingWeighed_isNothing() {
        assertThat(bytes.of(1_000)).isZero();
    }

    @Test
    void of_rows_isTheAverageTimesTheirNumber() {
        bytes.weigh(upsert("JFK", "x".repeat(100)));
        long oneRow = bytes.of(1);
        bytes.weigh(upsert("BOS", "x".repeat(300)));

        assertThat(oneRow).isBetween(200L, 400L);
        assertThat(bytes.of(1_000)).isEqualTo(1_000 * (oneRow + 100));
    }

    private static Change.Upsert upsert(String key, String city) {
        return new Change.Upsert(
                RowKey.of(key), new Row(COLUMNS, new Object[] {city}), Change.UNKNOWN, Change.UNKNOWN, Change.UNKNOWN);
    }
}
