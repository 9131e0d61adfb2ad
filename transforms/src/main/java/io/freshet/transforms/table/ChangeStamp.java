package io.freshet.transforms.table;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Adds to rows when and by which message they changed, as columns that no table has. Safe for use by several threads. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class ChangeStamp {

    private static final Schema TIME = Timestamp.builder().optional().build();

    private static final int MOST_SHAPES = 1_000;

    private final boolean time;
    private final boolean position;

    /** The rows of a table share the columns that they have. */
    private final Map<Columns, Columns> stamped = new ConcurrentHashMap<>();

    /**
     * @param time if rows get {@link Columns#CHANGE_TIME}
     * @param position if rows get {@link Columns#CHANGE_POSITION}
     */
    ChangeStamp(boolean time, boolean position) {
        this.time = time;
        this.position = position;
    }

    /** Returns the change with its row stamped. */
    Change.Upsert on(RawChange raw, Change.Upsert change) {
        if (!time && !position) {
            return change;
        }
        Row row = change.row();
        if (stamped.size() > MOST_SHAPES) {
            stamped.clear();
        }
        Columns columns = stamped.computeIfAbsent(row.columns(), this::extended);
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        int size = row.columns().size();
        for (int i = 0; i < size; i++) {
            values[i] = row.value(i);
        }
        if (time) {
            values[size++] = time(change, columns.isTyped());
        }
        if (position) {
            values[size] = raw.position();
        }
        return change.with(new Row(columns, values));
    }

    private static @Nullable Object time(Change change, boolean typed) {
        if (change.time() == Change.UNKNOWN) {
            return null;
        }
        return typed ? new Date(change.time()) : (Object) change.time();
    }

    private Columns extended(Columns plain) {
        List<String> names = new ArrayList<>(plain.names());
        if (time) {
            names.add(Columns.CHANGE_TIME);
        }
        if (position) {
            names.add(Columns.CHANGE_POSITION);
        }
        if (!plain.isTyped()) {
            return Columns.untyped(names);
        }
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            schemas.add(plain.schema(i));
        }
        if (time) {
            schemas.add(TIME);
        }
        if (position) {
            schemas.add(Schema.OPTIONAL_STRING_SCHEMA);
        }
        return Columns.typed(names, schemas);
    }
}
