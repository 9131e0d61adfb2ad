package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.Sight;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A database whose rows move among fewer groups, are deleted and come again. Its log tells of a row what group it is in from then
 * on, and of one that is deleted only which it was, as PostgreSQL does by default. The newest row of a group is found.
 */
final class MovingRows extends ChangingDatabase {

    /** How many versions a row stays in a group, but for those in which it is gone. */
    private static final int STAYS = 3;

    private static final int NOWHERE = -1;
    private static final Columns COLUMNS = Columns.typed(
            List.of("group", "row", "version"),
            List.of(Schema.OPTIONAL_INT64_SCHEMA, Schema.INT64_SCHEMA, Schema.INT64_SCHEMA));

    /** The version of a row, or that there is none. */
    record Answer(int row, long version) {
        static final Answer NONE = new Answer(-1, -1);

        static Answer of(@Nullable Row row) {
            return row == null ? NONE : new Answer(((Long) value(row, 1)).intValue(), (Long) value(row, 2));
        }

        private static Object value(Row row, int index) {
            Object value = row.value(index);
            if (value == null) {
                throw new AssertionError("a null in column " + index);
            }
            return value;
        }
    }

    private final int groups;
    private final boolean tellsIds;

    /**
     * @param tellsIds if a reading tells which row it found
     */
    MovingRows(int groups, int rows, int logs, Kind kind, boolean tellsIds, Delays delays) {
        super(rows, logs, kind, delays);
        this.groups = groups;
        this.tellsIds = tellsIds;
    }

    static RowKey group(int group) {
        return RowKey.of("g" + group);
    }

    /** Returns which group a version of a row is in. */
    private int groupOf(int row, long version) {
        if (version == 0 || mixed(row, version) % 6 == 0) {
            return NOWHERE;
        }
        return (int) (mixed(row, -version / STAYS - 1) % groups);
    }

    private static long mixed(long row, long version) {
        long mixed = (row * 0x9E3779B97F4A7C15L) ^ (version * 0xC2B2AE3D27D4EB4FL);
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return (mixed ^ (mixed >>> 32)) & Long.MAX_VALUE;
    }

    /** Returns what the rows of a group are ordered by. */
    private long newness(int row, long version) {
        return version * rows + row;
    }

    /** Returns if a version of a row allows of this answer for a group. */
    private boolean allows(int row, long version, int group, Answer answer) {
        if (row == answer.row) {
            return version == answer.version && groupOf(row, version) == group;
        }
        return groupOf(row, version) != group
                || (answer.row >= 0 && newness(row, version) < newness(answer.row, answer.version));
    }

    /** Returns the first version of a row, from the least on, that allows of an answer for a group; -1 if there is none. */
    long firstThatAllows(int row, long least, int group, Answer answer) {
        for (long version = least; version <= newest(row); version++) {
            if (allows(row, version, group, answer)) {
                return version;
            }
        }
        return -1;
    }

    @Override
    Change change(int row, long version, long transaction) {
        int group = groupOf(row, version);
        RowKey id = RowKey.of(row);
        boolean large = group == groupOf(row, version - 1) && delays.random().nextInt(16) == 0;
        return group == NOWHERE
                ? new Change.Delete(id, Change.UNKNOWN, version, transaction)
                : new Change.Upsert(
                        id,
                        row(large ? Row.UNCHANGED : "g" + group, row, version),
                        Change.UNKNOWN,
                        version,
                        transaction);
    }

    private static Row row(Object group, int row, long version) {
        return new Row(COLUMNS, new @Nullable Object[] {group, (long) row, version});
    }

    @Override
    LoadedRow loaded(RowKey key, long[] seen, Sight sight) {
        int group = Integer.parseInt(key.part(0).substring(1));
        int newest = NOWHERE;
        for (int i = 0; i < rows; i++) {
            if (groupOf(i, seen[i]) == group
                    && (newest == NOWHERE || newness(i, seen[i]) > newness(newest, seen[newest]))) {
                newest = i;
            }
        }
        return newest == NOWHERE
                ? new LoadedRow(null, sight)
                : new LoadedRow(row("g" + group, newest, seen[newest]), sight, tellsIds ? RowKey.of(newest) : null);
    }
}
