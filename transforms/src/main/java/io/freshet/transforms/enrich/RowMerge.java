package io.freshet.transforms.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Adds the columns of a row to a copy of a record's struct or map. In a struct every added field is optional, so that a
 * record without a row has the same schema. Output schemas are kept by the identity of the input schema and of the row's
 * columns. Used by one thread.
 */
final class RowMerge {

    private static final int SHAPES = 64;

    private final List<FieldMapping> fields;
    private final String into;
    private final String prefix;
    private final Cache<ShapeKey, StructShape> shapes =
            Caffeine.newBuilder().maximumSize(SHAPES).build();
    private @Nullable StructShape lastShape;
    private @Nullable Selection lastSelection;

    /** A part of a record that has been enriched. */
    record Merged(@Nullable Schema schema, Object value) {}

    /**
     * @param fields the columns to add, all if empty
     * @param into the field that gets them; empty: each is a field of its own
     * @param prefix what the names of fields of their own begin with
     */
    RowMerge(List<FieldMapping> fields, String into, String prefix) {
        this.fields = List.copyOf(fields);
        this.into = into;
        this.prefix = prefix;
    }

    /**
     * Adds a row.
     *
     * @param row the row; null adds the fields as null
     * @param tableColumns the table's columns with their types, for rows that have none of their own
     * @throws DataException if {@code value} is neither a struct nor a map
     */
    Merged merge(@Nullable Schema schema, Object value, @Nullable Row row, Columns tableColumns) {
        if (value instanceof Struct struct) {
            Columns columns = row != null && row.columns().isTyped() ? row.columns() : tableColumns;
            StructShape shape = shape(struct.schema(), columns);
            return new Merged(shape.schema, shape.merge(struct, row));
        }
        if (value instanceof Map<?, ?> map) {
            return new Merged(schema, merge(map, row, tableColumns));
        }
        throw new DataException("Expecting a Struct or a Map to enrich. Found: "
                + value.getClass().getName());
    }

    private Map<Object, @Nullable Object> merge(Map<?, ?> map, @Nullable Row row, Columns tableColumns) {
        Selection selection = selection(row == null ? tableColumns : row.columns());
        Map<Object, @Nullable Object> merged = copy(map, into.isEmpty() ? selection.names.length : 1);
        if (into.isEmpty()) {
            selection.putInto(merged, row);
        } else if (row == null) {
            merged.put(into, null);
        } else {
            Map<Object, @Nullable Object> nested = new LinkedHashMap<>(selection.names.length * 2);
            selection.putInto(nested, row);
            merged.put(into, nested);
        }
        return merged;
    }

    /** A hash map, which converters make, stays one: it is copied fastest. Other maps keep their order. */
    private static Map<Object, @Nullable Object> copy(Map<?, ?> map, int more) {
        int capacity = (map.size() + more) * 4 / 3 + 1;
        Map<Object, @Nullable Object> copy =
                map.getClass() == HashMap.class ? new HashMap<>(capacity) : new LinkedHashMap<>(capacity);
        copy.putAll(map);
        return copy;
    }

    private Selection selection(Columns columns) {
        Selection last = lastSelection;
        if (last == null || last.columns != columns) {
            last = new Selection(columns, fields, into.isEmpty() ? prefix : "");
            lastSelection = last;
        }
        return last;
    }

    private StructShape shape(Schema input, Columns columns) {
        StructShape last = lastShape;
        if (last == null || last.input != input || last.columns != columns) {
            last = shapes.get(
                    new ShapeKey(input, columns),
                    key -> new StructShape(
                            input, columns, new Selection(columns, fields, into.isEmpty() ? prefix : ""), into));
            lastShape = last;
        }
        return last;
    }

    /** Which columns of a row become which fields. */
    private static final class Selection {
        private final Columns columns;
        private final String[] names;
        private final int[] indexes;

        Selection(Columns columns, List<FieldMapping> fields, String prefix) {
            this.columns = columns;
            List<FieldMapping> selected = fields;
            if (fields.isEmpty()) {
                selected = new ArrayList<>();
                for (String column : columns.names()) {
                    selected.add(new FieldMapping(column, column));
                }
            }
            this.names = new String[selected.size()];
            this.indexes = new int[selected.size()];
            for (int i = 0; i < names.length; i++) {
                names[i] = prefix + selected.get(i).name();
                indexes[i] = columns.indexOf(selected.get(i).column());
            }
        }

        void putInto(Map<Object, @Nullable Object> map, @Nullable Row row) {
            for (int i = 0; i < names.length; i++) {
                Object value = row == null || indexes[i] < 0 ? null : row.value(indexes[i]);
                map.put(names[i], ColumnValue.schemaless(value));
            }
        }

        /** Returns the type of a field, optional; text where no row has told one yet. */
        Schema schema(int i) {
            return indexes[i] < 0 ? Schema.OPTIONAL_STRING_SCHEMA : ColumnValue.optional(columns.schema(indexes[i]));
        }
    }

    /** What a struct of one schema becomes with a row of certain columns. */
    private static final class StructShape {
        private final Schema input;
        private final Columns columns;
        private final Selection selection;
        private final Field[] copiedFrom;
        private final Field[] copiedTo;
        private final @Nullable Field into;
        private final Schema[] types;
        private final Field[] added;
        private final Schema schema;

        StructShape(Schema input, Columns columns, Selection selection, String into) {
            this.input = input;
            this.columns = columns;
            this.selection = selection;
            this.types = new Schema[selection.names.length];
            SchemaBuilder row = SchemaBuilder.struct().optional();
            Map<String, Schema> additions = new LinkedHashMap<>();
            for (int i = 0; i < types.length; i++) {
                types[i] = selection.schema(i);
                if (into.isEmpty()) {
                    additions.put(selection.names[i], types[i]);
                } else {
                    row.field(selection.names[i], types[i]);
                }
            }
            if (!into.isEmpty()) {
                additions.put(into, row.build());
            }
            this.schema = extend(input, additions);
            this.into = into.isEmpty() ? null : schema.field(into);
            Schema holder = into.isEmpty() ? schema : schema.field(into).schema();
            this.added = new Field[types.length];
            for (int i = 0; i < added.length; i++) {
                added[i] = holder.field(selection.names[i]);
            }
            List<Field> from = input.fields().stream()
                    .filter(f -> !additions.containsKey(f.name()))
                    .toList();
            this.copiedFrom = from.toArray(Field[]::new);
            this.copiedTo = from.stream().map(f -> schema.field(f.name())).toArray(Field[]::new);
        }

        private static Schema extend(Schema input, Map<String, Schema> additions) {
            SchemaBuilder builder = SchemaBuilder.struct().name(input.name()).doc(input.doc());
            if (input.version() != null) {
                builder.version(input.version());
            }
            if (input.parameters() != null) {
                builder.parameters(input.parameters());
            }
            if (input.isOptional()) {
                builder.optional();
            }
            for (Field field : input.fields()) {
                Schema replaced = additions.get(field.name());
                builder.field(field.name(), replaced == null ? field.schema() : replaced);
            }
            additions.forEach((name, schema) -> {
                if (input.field(name) == null) {
                    builder.field(name, schema);
                }
            });
            return builder.build();
        }

        Struct merge(Struct struct, @Nullable Row row) {
            Struct merged = new Struct(schema);
            for (int i = 0; i < copiedFrom.length; i++) {
                merged.put(copiedTo[i], valueOf(struct, copiedFrom[i]));
            }
            if (into == null) {
                addTo(merged, row);
            } else {
                merged.put(into, row == null ? null : addTo(new Struct(into.schema()), row));
            }
            return merged;
        }

        private static @Nullable Object valueOf(Struct struct, Field field) {
            // A null stays null: get would answer with the default.
            return field.schema().defaultValue() == null ? struct.get(field) : struct.getWithoutDefault(field.name());
        }

        private Struct addTo(Struct holder, @Nullable Row row) {
            for (int i = 0; i < added.length; i++) {
                int index = row == null ? -1 : indexIn(row, i);
                Object value = row == null || index < 0 ? null : row.value(index);
                holder.put(added[i], ColumnValue.typed(value, types[i]));
            }
            return holder;
        }

        /** A row without types may have fewer columns than the table. */
        private int indexIn(Row row, int i) {
            if (row.columns() == columns || selection.indexes[i] < 0) {
                return selection.indexes[i];
            }
            return row.columns().indexOf(columns.names().get(selection.indexes[i]));
        }
    }

    private record ShapeKey(Schema input, Columns columns) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ShapeKey that && input == that.input && columns == that.columns;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(input) + System.identityHashCode(columns);
        }
    }
}
