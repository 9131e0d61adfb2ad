package io.freshet.transforms.table.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionedRowsTest {

    private static final Columns COLUMNS = Columns.untyped(List.of("name", "large"));

    private final HistoryCounts counts = new HistoryCounts();
    private final VersionedRows rows = new VersionedRows(Duration.ofMillis(100), counts);

    @Test
    void find_betweenChanges_isTheRowThatWasValid() {
        put("JFK", "Idlewild", 10);
        put("JFK", "Kennedy", 63);
        delete("JFK", 90);

        assertThat(name("JFK", 9)).isNull();
        assertThat(name("JFK", 10)).isEqualTo("Idlewild");
        assertThat(name("JFK", 62)).isEqualTo("Idlewild");
        assertThat(name("JFK", 63)).isEqualTo("Kennedy");
        assertThat(name("JFK", 89)).isEqualTo("Kennedy");
        assertThat(name("JFK", 90)).isNull();
        assertThat(name("JFK", Rows.LATEST)).isNull();
        assertThat(name("LGA", 50)).isNull();
    }

    @Test
    void put_laterChangeComesFirst_bothAreValidInTheirTime() {
        put("JFK", "Kennedy", 63);
        put("JFK", "Idlewild", 10);
        delete("JFK", 30);

        assertThat(name("JFK", 29)).isEqualTo("Idlewild");
        assertThat(name("JFK", 30)).isNull();
        assertThat(name("JFK", Rows.LATEST)).isEqualTo("Kennedy");
    }

    @Test
    void put_olderThanTheHistory_isIgnoredAndCounted() {
        put("JFK", "Kennedy", 1_000);
        put("LGA", "La Guardia", 899);
        put("EWR", "Newark", 900);

        assertThat(name("LGA", Rows.LATEST)).isNull();
        assertThat(name("EWR", Rows.LATEST)).isEqualTo("Newark");
        assertThat(counts.lateChanges()).isEqualTo(1);
        assertThat(rows.count()).isEqualTo(2);
    }

    @Test
    void find_beforeTheHistory_isNothingButWhatIsStillValid() {
        put("JFK", "Idlewild", 800);
        put("JFK", "Kennedy", 850);
        put("EWR", "Newark", 850);
        put("LGA", "La Guardia", 1_000);

        assertThat(name("JFK", 849)).isNull();
        assertThat(name("JFK", 899)).isEqualTo("Kennedy");
        assertThat(name("EWR", 850)).isEqualTo("Newark");
        assertThat(counts.expiredReads()).isEqualTo(1);
    }

    @Test
    void writer_partitionThatIsAhead_doesNotExpireTheOthers() {
        upsert(rows.writer(3), "JFK", "Kennedy", 1_000_000);
        upsert(rows.writer(0), "LGA", "La Guardia", 10);
        upsert(rows.writer(0), "LGA", "LaGuardia", 50);

        assertThat(name("LGA", 20)).isEqualTo("La Guardia");
        assertThat(rows.streamTime(3)).isEqualTo(1_000_000);
        assertThat(rows.streamTime(0)).isEqualTo(50);
        assertThat(rows.streamTime(1)).isEqualTo(Change.UNKNOWN);
        assertThat(rows.streamTime(9)).isEqualTo(Change.UNKNOWN);
    }

    @Test
    void put_manyChangesOverManyHistories_keepsThoseOfOneHistory() {
        for (int time = 0; time < 100_000; time++) {
            put("A" + time % 1_000, "version " + time, time);
            if (time % 10 == 0) {
                put("gone " + time, "soon", time);
                delete("gone " + time, time + 1);
            }
        }

        assertThat(rows.count()).isEqualTo(1_000);
        // One version or delete for each millisecond of a history, and what the last changes have not cleared yet.
        assertThat(rows.superseded()).isLessThan(2 * 100);
    }

    @Test
    void put_keysThatNeverChangeAgain_loseTheirOldVersionsAsOthersChange() {
        for (int i = 0; i < 1_000; i++) {
            put("A" + i, "old", 0);
            put("A" + i, "new", 1);
            delete("B" + i, 1);
        }
        assertThat(rows.superseded()).isEqualTo(2_000);

        for (int i = 0; i < 1_000; i++) {
            put("C" + i, "other", 500);
        }

        assertThat(rows.superseded()).isZero();
        assertThat(rows.count()).isEqualTo(2_000);
        assertThat(name("A7", Rows.LATEST)).isEqualTo("new");
    }

    @Test
    void put_unchangedValue_isThatOfTheRowValidThen() {
        put("JFK", "Idlewild", "first", 10);
        put("JFK", "Kennedy", "second", 63);

        assertThat(put("JFK", "Idlewild Airport", Row.UNCHANGED, 20)).isTrue();
        assertThat(put("JFK", "John F. Kennedy", Row.UNCHANGED, 70)).isTrue();
        assertThat(put("JFK", "a meadow", Row.UNCHANGED, 5)).isTrue();
        assertThat(put("LGA", "La Guardia", Row.UNCHANGED, 70)).isFalse();

        assertThat(large("JFK", 20)).isEqualTo("first");
        assertThat(large("JFK", 70)).isEqualTo("second");
        assertThat(large("JFK", 5)).isEqualTo("first");
    }

    @Test
    void truncate_anyRow_endsThere() {
        put("JFK", "Kennedy", 10);
        put("LGA", "La Guardia", 20);
        delete("LGA", 30);

        rows.truncate(new Change.Truncate(50, Change.UNKNOWN));
        put("JFK", "anew", 60);

        assertThat(name("JFK", 49)).isEqualTo("Kennedy");
        assertThat(name("JFK", 50)).isNull();
        assertThat(name("JFK", 60)).isEqualTo("anew");
        assertThat(name("LGA", 55)).isNull();
        assertThat(rows.count()).isEqualTo(1);
    }

    @Test
    void find_whileTheKeyChanges_isNeverAnythingElse() throws ExecutionException, InterruptedException {
        put("JFK", "even", 0);
        AtomicBoolean changing = new AtomicBoolean(true);
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
            long wrong = 0;
            while (changing.get()) {
                String name = name("JFK", Rows.LATEST);
                wrong += "even".equals(name) || "odd".equals(name) ? 0 : 1;
                // Always within the history: 100 ms are 100 versions.
                long stream = rows.streamTime(0);
                String expected = (stream - 10) % 2 == 0 ? "even" : "odd";
                String found = name("JFK", stream - 10);
                wrong += stream < 10 || expected.equals(found) || rows.streamTime(0) > stream + 80 ? 0 : 1;
            }
            return wrong;
        });
        for (int time = 1; time < 300_000; time++) {
            put("JFK", time % 2 == 0 ? "even" : "odd", time);
        }
        changing.set(false);

        assertThat(reader.get()).isZero();
    }

    private void put(String key, String name, long time) {
        assertThat(put(key, name, "", time)).isTrue();
    }

    private boolean put(String key, String name, Object large, long time) {
        return rows.put(new Change.Upsert(RowKey.of(key), new Row(COLUMNS, new Object[] {name, large}), time, 0));
    }

    private static void upsert(RowWriter writer, String key, String name, long time) {
        assertThat(writer.put(new Change.Upsert(RowKey.of(key), new Row(COLUMNS, new Object[] {name, ""}), time, 0)))
                .isTrue();
    }

    private void delete(String key, long time) {
        rows.remove(new Change.Delete(RowKey.of(key), time, 0));
    }

    private @Nullable String name(String key, long asOf) {
        Row row = rows.find(RowKey.of(key), asOf);
        return row == null ? null : (String) row.value(0);
    }

    private @Nullable Object large(String key, long asOf) {
        Row row = rows.find(RowKey.of(key), asOf);
        return row == null ? null : row.value(1);
    }
}
