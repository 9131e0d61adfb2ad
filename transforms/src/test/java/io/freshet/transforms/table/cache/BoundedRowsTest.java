package io.freshet.transforms.table.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadFailedException;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import io.freshet.transforms.table.change.Sight;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One thing at a time; LookupFenceTest has them all at once. */
class BoundedRowsTest {

    private static final Columns COLUMNS = Columns.typed(List.of("version"), List.of(Schema.STRING_SCHEMA));
    private static final RowKey KEY = RowKey.of("JFK");

    private final Source source = new Source();
    private final AtomicLong nanos = new AtomicLong();
    private Runnable beforeReading = () -> {};
    private final BoundedRows rows = rows(Bounds.ofRows(10));

    @Test
    void find_again_isAnsweredFromMemoryAlsoThatThereIsNone() {
        assertThat(version()).isNull();
        source.row = row("1");
        assertThat(version()).isNull();

        assertThat(rows.counters().hits()).isEqualTo(1);
        assertThat(rows.counters().misses()).isEqualTo(1);
        assertThat(rows.counters().loads()).isEqualTo(1);
        assertThat(rows.counters().loadNanos()).isPositive();
    }

    @Test
    void put_unproven_isReadAgain() {
        assertThat(version()).isNull();
        source.row = row("2");

        rows.put(upsert("1", Change.UNKNOWN));

        assertThat(version()).isEqualTo("2");
    }

    @Test
    void change_provenNewer_isTakenOverWithoutReading() {
        source.row = row("1");
        source.sight = transaction -> transaction <= 1 ? Sight.Seen.YES : Sight.Seen.NO;
        assertThat(version()).isEqualTo("1");

        rows.put(upsert("1", 1));
        assertThat(version()).isEqualTo("1");
        rows.put(upsert("2", 2));
        assertThat(version()).isEqualTo("2");
        rows.remove(new Change.Delete(KEY, Change.UNKNOWN, 3, 3));
        rows.remove(new Change.Delete(KEY, Change.UNKNOWN, Change.UNKNOWN));
        assertThat(version()).isNull();
        assertThat(rows.counters().loads()).isEqualTo(1);

        source.row = row("4");
        source.sight = transaction -> Sight.Seen.YES;
        rows.put(upsert("2", 2));
        assertThat(version()).as("after a change that was told again").isEqualTo("4");
    }

    @Test
    void change_thatLeavesALargeValueAlone_isReadAgain() {
        source.sight = transaction -> Sight.Seen.NO;
        assertThat(version()).isNull();
        source.row = row("2");
        source.sight = transaction -> Sight.Seen.YES;

        rows.put(
                new Change.Upsert(KEY, new Row(COLUMNS, new @Nullable Object[] {Row.UNCHANGED}), Change.UNKNOWN, 2, 2));

        assertThat(version()).isEqualTo("2");
    }

    @Test
    void find_readingLandsOutdatedOverWhatAnotherBrought_isNotFollowedByTheOlder() {
        // This reader has missed the cache. Before it reads, another has read that there is none.
        beforeReading = () -> {
            beforeReading = () -> {};
            assertThat(version()).isNull();
            source.row = row("2");
            source.meanwhile = () -> rows.remove(new Change.Delete(KEY, Change.UNKNOWN, Change.UNKNOWN));
        };

        assertThat(version()).isEqualTo("2");
        assertThat(version()).isEqualTo("2");
    }

    @Test
    void find_whileSuspended_readsEachTime() {
        rows.suspend();
        assertThat(version()).isNull();
        source.row = row("1");
        assertThat(version()).isEqualTo("1");
        source.row = row("2");
        assertThat(version()).isEqualTo("2");

        rows.resume();
        assertThat(version()).isEqualTo("2");
        source.row = row("3");
        assertThat(version()).isEqualTo("2");
        rows.truncate(new Change.Truncate(Change.UNKNOWN, Change.UNKNOWN));
        assertThat(version()).isEqualTo("3");
    }

    @Test
    void find_databaseAway_failsAndIsTriedAgainByTheNext() {
        source.meanwhile = () -> {
            throw new LoadFailedException("away", null);
        };
        assertThatThrownBy(this::version).isInstanceOf(LoadFailedException.class);
        assertThat(rows.counters().loadFailures()).isEqualTo(1);

        source.meanwhile = () -> {};
        source.row = row("1");
        assertThat(version()).isEqualTo("1");
    }

    @Test
    void find_afterExpiry_readsAgain() {
        BoundedRows expiring = rows(new Bounds(10L, null, Duration.ofSeconds(5)));
        assertThat(expiring.find(KEY, Rows.LATEST)).isNull();
        source.row = row("1");
        nanos.set(Duration.ofSeconds(4).toNanos());
        assertThat(expiring.find(KEY, Rows.LATEST)).isNull();
        nanos.set(Duration.ofSeconds(6).toNanos());

        assertThat(expiring.find(KEY, Rows.LATEST)).isSameAs(source.row);
    }

    @Test
    void find_moreThanThereIsRoomFor_keepsTheBounds() {
        BoundedRows byBytes = rows(new Bounds(null, 10_000L, null));
        for (int i = 0; i < 1_000; i++) {
            source.row = row("x".repeat(500));
            byBytes.find(RowKey.of(i), Rows.LATEST);
            rows.find(RowKey.of(i), Rows.LATEST);
        }

        assertThat(rows.count()).isEqualTo(10);
        assertThat(byBytes.count()).isBetween(10L, 14L);
    }

    private BoundedRows rows(Bounds bounds) {
        Ticker ticker = nanos::get;
        return new BoundedRows(
                bounds,
                source,
                () -> {
                    beforeReading.run();
                    return new Flight();
                },
                new RecentChanges(),
                ticker);
    }

    private @Nullable Object version() {
        Row row = rows.find(KEY, Rows.LATEST);
        return row == null ? null : row.value(0);
    }

    private static Row row(String version) {
        return new Row(COLUMNS, new @Nullable Object[] {version});
    }

    private static Change.Upsert upsert(String version, long transaction) {
        return new Change.Upsert(KEY, row(version), Change.UNKNOWN, transaction, transaction);
    }

    private static final class Source implements RowLoader {
        private @Nullable Row row;
        private Sight sight = Sight.NONE;
        private Runnable meanwhile = () -> {};

        @Override
        public LoadedRow load(RowKey key, boolean patiently, Predicate<LoadedRow> isNewEnough) {
            LoadedRow read = new LoadedRow(row, sight);
            meanwhile.run();
            return read;
        }

        @Override
        public Row asLoaded(Row told) {
            return told;
        }
    }
}
