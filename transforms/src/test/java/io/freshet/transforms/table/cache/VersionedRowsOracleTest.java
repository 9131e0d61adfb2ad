package io.freshet.transforms.table.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.cache.StreamsOracle.Event;
import io.freshet.transforms.table.cache.StreamsOracle.StreamRecord;
import io.freshet.transforms.table.cache.StreamsOracle.TableChange;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As-of answers against those of Kafka Streams' versioned store: the same changes and records in the same order of arrival,
 * equal history, which is the table's grace as well, and no wait. An interleaving has one to three keys of its own. Some
 * hundred go on at once in one table, so that the changes of all move its stream time; with one at once it moves by its own
 * changes alone. Before they begin, all that was before has expired.
 */
class VersionedRowsOracleTest {

    private static final Columns COLUMNS = Columns.untyped(List.of("row"));

    @ParameterizedTest
    @CsvSource({
        // seed, history, segment of the store, grace of the join, interleavings, how many at once
        "1, 20, 5, , 40000, 500",
        "2, 20, 20, 0, 10000, 200",
        "3, 7, 1, , 30000, 500",
        "4, 100, 13, , 20000, 100",
        "5, 1, 1, 0, 5000, 500",
        "6, 20, 40, , 1000, 1"
    })
    void find_randomInterleavings_answersAsStreamsDoes(
            long seed, long history, long segment, @Nullable Long grace, int interleavings, int atOnce) {
        Duration kept = Duration.ofMillis(history);
        HistoryCounts counts = new HistoryCounts();
        VersionedRows rows = new VersionedRows(kept, counts);
        int answers = 0;
        try (StreamsOracle oracle =
                new StreamsOracle(kept, Duration.ofMillis(segment), grace == null ? null : Duration.ofMillis(grace))) {
            Interleavings source = new Interleavings(new Random(seed), history);
            for (int done = 0; done < interleavings; done += atOnce) {
                List<Event> events = source.next(atOnce);
                answers += compare(rows, events, oracle.join(events));
            }
        }
        assertThat(answers).isGreaterThan(4 * interleavings);
        assertThat(counts.lateChanges()).isPositive();
    }

    /** Returns how many answers were compared. */
    private static int compare(VersionedRows rows, List<Event> events, Map<Integer, String> expected) {
        int answers = 0;
        for (Event event : events) {
            if (event instanceof TableChange change) {
                apply(rows, change);
            } else if (event instanceof StreamRecord record) {
                Row row = rows.find(RowKey.of(record.key()), record.time());
                String answer = String.valueOf(row == null ? null : row.value(0));
                if (!answer.equals(expected.get(record.number()))) {
                    assertThat(answer)
                            .as("%s after %s", record, upTo(record, events))
                            .isEqualTo(expected.get(record.number()));
                }
                answers++;
            }
        }
        return answers;
    }

    private static List<Event> upTo(StreamRecord record, List<Event> events) {
        return events.subList(0, events.indexOf(record)).stream()
                .filter(event -> event.key() == record.key())
                .toList();
    }

    private static void apply(VersionedRows rows, TableChange change) {
        RowKey key = RowKey.of(change.key());
        if (change.row() == null) {
            rows.remove(new Change.Delete(key, change.time(), Change.UNKNOWN));
        } else {
            Row row = new Row(COLUMNS, new Object[] {change.row()});
            assertThat(rows.put(new Change.Upsert(key, row, change.time(), Change.UNKNOWN)))
                    .isTrue();
        }
    }
}
