package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Makes rows of Canal's, whose values are text whatever their type. Used by one thread. */
final class CanalRows {

    private static final int SHAPES = 64;

    private final WantedColumns wanted;
    private final TableTypes types;
    private final SharedColumns columns;
    private final RowReader untyped;
    private final Map<Map<?, ?>, Shape> shapes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<?, ?>, Shape> eldest) {
            return size() > SHAPES;
        }
    };

    CanalRows(WantedColumns wanted, TableTypes types, SharedColumns columns) {
        this.wanted = wanted;
        this.types = types;
        this.columns = columns;
        this.untyped = new RowReader(wanted, types, columns, false);
    }

    /**
     * Returns what rows become.
     *
     * @param mysqlTypes a map of each column's type, if the message has it
     */
    Shape shape(@Nullable Object mysqlTypes) {
        if (types == TableTypes.RAW || !(mysqlTypes instanceof Map<?, ?> told) || told.isEmpty()) {
            return new Shape(null, Map.of(), untyped);
        }
        Shape known = shapes.get(told);
        if (known == null) {
            known = typed(told);
            shapes.put(told, known);
        }
        return known;
    }

    private Shape typed(Map<?, ?> told) {
        List<String> names = new ArrayList<>();
        List<Schema> schemas = new ArrayList<>();
        Map<String, MysqlType> byName = new HashMap<>();
        told.forEach((key, type) -> {
            String name = String.valueOf(key);
            MysqlType parsed = MysqlType.of(String.valueOf(type));
            byName.put(name, parsed);
            if (wanted.has(name)) {
                names.add(name);
                schemas.add(parsed.schema());
            }
        });
        return new Shape(columns.typed(names, schemas), byName, untyped);
    }

    /** What becomes of rows whose columns have certain types. */
    static final class Shape {
        private final @Nullable Columns columns;
        private final Map<String, MysqlType> types;
        private final RowReader untyped;

        private Shape(@Nullable Columns columns, Map<String, MysqlType> types, RowReader untyped) {
            this.columns = columns;
            this.types = types;
            this.untyped = untyped;
        }

        Row read(Map<?, ?> row) {
            if (columns == null) {
                return untyped.read(row);
            }
            @Nullable Object[] values = new @Nullable Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                String name = columns.names().get(i);
                values[i] = value(name, row.get(name));
            }
            return new Row(columns, values);
        }

        /** Returns a part of a key in the type that the column has. */
        Object keyPart(String column, Object told) {
            Object value = value(column, told);
            return value == null ? told : value;
        }

        private @Nullable Object value(String name, @Nullable Object told) {
            MysqlType type = types.get(name);
            if (told == null || type == null) {
                return told;
            }
            try {
                return type.value(told.toString());
            } catch (DataException e) {
                throw new DataException("Column '" + name + "': " + e.getMessage(), e);
            }
        }
    }
}
