package io.freshet.connect.table.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Kind;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.change.TableName;
import io.freshet.connect.table.change.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeBatchTest {
    private static final Column ID = new Column("id", ColumnType.of(Kind.INT64), "bigint", false);
    private static final Layout KEYED = new Layout(new TableName(null, "t"), List.of(ID), 1);
    private static final Layout KEYLESS = new Layout(new TableName(null, "t"), List.of(ID), 0);

    private static Change change(Layout layout, long id, long time, long offset) {
        SinkRecord record = new SinkRecord("topic", 0, null, null, null, null, offset);
        @Nullable Object[] values = {id};
        return new Change(layout, values, false, new Version(time, "topic", 0, offset), record);
    }

    @Test
    void byTime_randomChanges_keepsAllOfAKeyFromTheNewestToTheOldest() {
        Random random = new Random(3);
        ChangeBatch batch = new ChangeBatch(true);
        Map<Long, List<Version>> expected = new TreeMap<>();
        for (int offset = 0; offset < 2_000; offset++) {
            Change change = change(KEYED, random.nextInt(100), random.nextInt(50), offset);
            batch.add(change);
            expected.computeIfAbsent((Long) change.value(0), id -> new ArrayList<>())
                    .add(change.version());
        }
        expected.values().forEach(versions -> versions.sort(Comparator.reverseOrder()));

        Map<Long, List<Version>> found = new TreeMap<>();
        for (Change newest : batch.byTable().get(0)) {
            List<Version> versions = new ArrayList<>();
            for (Change at = newest; at != null; at = at.earlier()) {
                versions.add(at.version());
            }
            found.put((Long) newest.value(0), versions);
        }
        assertThat(found).isEqualTo(expected);
        assertThat(batch.coalesced()).isEqualTo(2_000 - expected.size());
    }

    @Test
    void byTime_whateverOrderChangesComeIn_tablesAndKeysAreInOne() {
        Layout other = new Layout(new TableName(null, "other"), List.of(ID), 1);
        List<Change> changes = new ArrayList<>();
        for (int id = 0; id < 100; id++) {
            changes.add(change(KEYED, id, 1, id));
            changes.add(change(other, id, 1, 100 + id));
        }
        List<List<Change>> orders = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            Collections.shuffle(changes, new Random(seed));
            ChangeBatch batch = new ChangeBatch(true);
            changes.forEach(batch::add);
            orders.add(batch.byTable().stream().flatMap(List::stream).toList());
        }

        assertThat(orders.get(0)).hasSize(200).isEqualTo(orders.get(1));
    }

    @Test
    void byArrival_severalOfAKey_theLastOneCounts() {
        ChangeBatch batch = new ChangeBatch(false);
        batch.add(change(KEYED, 1, 0, 5));
        batch.add(change(KEYED, 1, 0, 6));
        batch.add(change(KEYED, 1, 0, 7));

        Change last = batch.byTable().get(0).get(0);
        assertThat(last.version().offset()).isEqualTo(7);
        assertThat(last.earlier())
                .isNotNull()
                .extracting(change -> change.version().offset())
                .isEqualTo(6L);
    }

    @Test
    void withoutAKey_allChanges_areKept() {
        ChangeBatch batch = new ChangeBatch(false);
        batch.add(change(KEYLESS, 1, 0, 0));
        batch.add(change(KEYLESS, 1, 0, 1));

        assertThat(batch.byTable())
                .singleElement()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(batch.coalesced()).isZero();
    }
}
