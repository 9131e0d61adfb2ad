package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.Sight;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A database whose rows are the numbers of their versions. Some versions are that the row is gone. */
final class VersionedDatabase extends ChangingDatabase {

    private static final Columns COLUMNS = Columns.typed(List.of("version"), List.of(Schema.INT64_SCHEMA));

    final List<RowKey> keys;

    VersionedDatabase(int keys, int logs, Kind kind, Delays delays) {
        super(keys, logs, kind, delays);
        this.keys = IntStream.range(0, keys).mapToObj(RowKey::of).toList();
    }

    /** Returns if a version is that there is no row; the first is. */
    static boolean isGone(int key, long version) {
        return version == 0 || (version * 31 + key) % 5 == 0;
    }

    @Override
    Change change(int key, long version, long transaction) {
        RowKey name = keys.get(key);
        boolean large = delays.random().nextInt(16) == 0;
        return isGone(key, version)
                ? new Change.Delete(name, Change.UNKNOWN, version, transaction)
                : new Change.Upsert(
                        name, row(large ? Row.UNCHANGED : (Object) version), Change.UNKNOWN, version, transaction);
    }

    @Override
    LoadedRow loaded(RowKey name, long[] seen, Sight sight) {
        int key = keys.indexOf(name);
        return new LoadedRow(isGone(key, seen[key]) ? null : row(seen[key]), sight);
    }

    private static Row row(Object version) {
        return new Row(COLUMNS, new @Nullable Object[] {version});
    }
}
