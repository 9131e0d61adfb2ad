package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A row a message: the newest of a key holds, a null value deletes. Rows that Debezium's ExtractNewRecordState made may
 * also be marked as deleted, and tell when and where they changed.
 */
final class RowFormat implements Format {

    static final String DELETED = "__deleted";

    private final KeyReader keys;
    private final RowReader rows;
    private final boolean ofDebezium;

    RowFormat(KeyReader keys, RowReader rows, boolean ofDebezium) {
        this.keys = keys;
        this.rows = rows;
        this.ofDebezium = ofDebezium;
    }

    @Override
    public boolean fits(Object value) {
        return true;
    }

    @Override
    public void read(Message message, Consumer<Change> changes) {
        Object value = message.value();
        if (value == null) {
            changes.accept(new Change.Delete(keys.read(message.raw()), Change.UNKNOWN, Change.UNKNOWN));
            return;
        }
        Object row = Fields.required(value, "a row");
        long time = ofDebezium ? time(row) : Change.UNKNOWN;
        long logPosition = ofDebezium ? logPosition(row) : Change.UNKNOWN;
        boolean deleted = ofDebezium && isTrue(Fields.get(row, DELETED));
        changes(message.raw(), rows.read(row), deleted, time, logPosition, changes);
    }

    /** Hands on what a row tells. */
    void changes(RawChange raw, Row row, boolean deleted, long time, long logPosition, Consumer<Change> changes) {
        RowKey key = keys.read(raw);
        changes.accept(
                deleted ? new Change.Delete(key, time, logPosition) : new Change.Upsert(key, row, time, logPosition));
    }

    /** Returns what reads rows. */
    RowReader rows() {
        return rows;
    }

    /** Returns if rows are what Debezium's ExtractNewRecordState makes. */
    boolean isOfDebezium() {
        return ofDebezium;
    }

    /** Debezium writes text, others a boolean. */
    static boolean isTrue(@Nullable Object mark) {
        return mark != null && mark.toString().equals("true");
    }

    private static long time(Object row) {
        return DebeziumFormat.time(
                Fields.number(row, "__source_ts_ms", Change.UNKNOWN),
                Fields.number(row, "__source_ts_us", Change.UNKNOWN),
                Fields.number(row, "__source_ts_ns", Change.UNKNOWN));
    }

    private static long logPosition(Object row) {
        return Fields.number(row, "__source_lsn", Fields.number(row, "__lsn", Change.UNKNOWN));
    }
}
