package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Makes a row of an object in a message, and keeps only the columns that are wanted. Used by one thread. */
final class RowReader {

    private final WantedColumns wanted;
    private final TableTypes types;
    private final boolean marksUnchanged;
    private final SharedColumns columns;
    private Columns lastUntyped = Columns.untyped(List.of());
    private @Nullable RowType lastType;

    /**
     * @param marksUnchanged if Debezium's placeholder stands for a value that has not changed
     */
    RowReader(WantedColumns wanted, TableTypes types, SharedColumns columns, boolean marksUnchanged) {
        this.wanted = wanted;
        this.types = types;
        this.columns = columns;
        this.marksUnchanged = marksUnchanged;
    }

    /**
     * Makes a row of a struct or a map.
     *
     * @throws DataException if the value is neither
     */
    Row read(@Nullable Object value) {
        Object holder = Fields.required(value, "a row");
        return holder instanceof Struct struct ? typed(struct) : untyped((Map<?, ?>) holder);
    }

    /**
     * Returns what makes the same rows of JSON.
     *
     * @param marks for a field's name 0, or as what it is handed on, at least 2^16
     */
    QuickRows quick(QuickValues values, ToIntFunction<String> marks) {
        return new QuickRows(wanted, this, columns, values, marksUnchanged, marks);
    }

    private Row typed(Struct struct) {
        RowType type = type(struct.schema());
        @Nullable Object[] values = new @Nullable Object[type.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.value(i, plain(struct.getWithoutDefault(type.name(i))), marksUnchanged);
        }
        return new Row(type.columns(), values);
    }

    /** Returns what becomes of rows with this schema. */
    RowType type(Schema schema) {
        RowType last = lastType;
        if (last == null || last.told() != schema) {
            last = RowType.of(schema, wanted, types, columns);
            lastType = last;
        }
        return last;
    }

    /** The columns are those that the message has, so that one that no message has is known to be none. */
    private Row untyped(Map<?, ?> map) {
        List<String> names = new ArrayList<>(map.size());
        List<@Nullable Object> values = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (wanted.has(name)) {
                names.add(name);
                values.add(marksUnchanged && UnavailableValue.is(value) ? Row.UNCHANGED : plain(value));
            }
        });
        if (!lastUntyped.names().equals(names)) {
            lastUntyped = columns.untyped(names);
        }
        return new Row(lastUntyped, values.toArray());
    }

    /** Converters are free to hand out bytes as a buffer, which is of the message's size. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value;
    }

    /** What becomes of the rows of one schema. */
    static final class RowType {
        private final Schema told;
        private final Columns columns;
        private final ColumnType[] types;

        private RowType(Schema told, Columns columns, ColumnType[] types) {
            this.told = told;
            this.columns = columns;
            this.types = types;
        }

        static RowType of(Schema told, WantedColumns wanted, TableTypes types, SharedColumns columns) {
            if (told.type() != Schema.Type.STRUCT) {
                throw new DataException("Expecting a struct as the schema of a row. Found: " + told.type());
            }
            List<String> names = new ArrayList<>();
            List<Schema> schemas = new ArrayList<>();
            List<ColumnType> kept = new ArrayList<>();
            for (Field field : told.fields()) {
                if (wanted.has(field.name())) {
                    ColumnType type = ColumnType.of(field.schema(), types);
                    names.add(field.name());
                    schemas.add(type.schema());
                    kept.add(type);
                }
            }
            return new RowType(told, columns.typed(names, schemas), kept.toArray(ColumnType[]::new));
        }

        Schema told() {
            return told;
        }

        Columns columns() {
            return columns;
        }

        int size() {
            return types.length;
        }

        String name(int index) {
            return columns.names().get(index);
        }

        /** Returns a column's value, from the one that the message has. */
        @Nullable
        Object value(int index, @Nullable Object told, boolean marksUnchanged) {
            if (told == null) {
                return null;
            }
            if (marksUnchanged && UnavailableValue.is(told)) {
                return Row.UNCHANGED;
            }
            try {
                return types[index].convert(told);
            } catch (DataException e) {
                throw new DataException("Column '" + name(index) + "': " + e.getMessage(), e);
            }
        }
    }
}
