package io.freshet.transforms.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.json.MessageMap;
import io.freshet.transforms.record.AddedFields;
import io.freshet.transforms.record.RecordPart;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
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
    private static final int[] NONE = {};

    private final List<FieldMapping> fields;
    private final String into;
    private final String prefix;
    private final List<FieldMapping> stamps;
    private final OnCollision onCollision;
    private final Cache<ShapeKey, StructShape> shapes =
            Caffeine.newBuilder().maximumSize(SHAPES).build();
    private final RowMaps rowMaps = new RowMaps(row -> nested(selection(row.columns()), row));
    private @Nullable StructShape lastShape;
    private @Nullable ColumnSelection lastSelection;

    /**
     * @param fields the columns to add, all if empty
     * @param into the field that gets them; empty: each is a field of its own
     * @param prefix what the names of fields of their own begin with
     * @param stamps fields that tell of a row's last change
     * @param onCollision what wins where the record has a field of that name
     */
    RowMerge(
            List<FieldMapping> fields, String into, String prefix, List<FieldMapping> stamps, OnCollision onCollision) {
        this.fields = List.copyOf(fields);
        this.into = into;
        this.prefix = prefix;
        this.stamps = List.copyOf(stamps);
        this.onCollision = onCollision;
    }

    /**
     * Returns a new record with a row added.
     *
     * @param part what of the record gets it
     * @param row the row; null adds the fields as null
     * @param tableColumns the table's columns with their types, for rows that have none of their own
     * @throws DataException if that part is neither a struct nor a map, or has a field that must not be there
     */
    <R extends ConnectRecord<R>> R merge(R record, RecordPart part, @Nullable Row row, Columns tableColumns) {
        Object value = part.valueOf(record);
        if (value instanceof Map<?, ?> map) {
            return part.replace(record, part.schemaOf(record), merge(map, row, tableColumns), record.headers());
        }
        if (value instanceof Struct struct) {
            Columns columns = row != null && row.columns().isTyped() ? row.columns() : tableColumns;
            StructShape shape = shape(struct.schema(), columns);
            return part.replace(record, shape.schema, shape.merge(struct, row), record.headers());
        }
        throw new DataException("Expecting a Struct or a Map to enrich. Found: "
                + (value == null ? "null" : value.getClass().getName()));
    }

    private Map<Object, @Nullable Object> merge(Map<?, ?> map, @Nullable Row row, Columns tableColumns) {
        ColumnSelection selection = selection(row == null ? tableColumns : row.columns());
        Map<Object, @Nullable Object> merged = AddedFields.copy(map, into.isEmpty() ? selection.size() : 1);
        if (!into.isEmpty()) {
            if (takes(into, map)) {
                merged.put(into, row == null ? null : nested(merged, selection, row));
            }
            return merged;
        }
        if (row != null && merged instanceof MessageMap message) {
            MessageMap known = rowMaps.known(row);
            if (known != null && message.append(known)) {
                return merged;
            }
        }
        int[] indexes = row == null ? NONE : selection.indexesIn(row);
        for (int i = 0; i < selection.size(); i++) {
            if (takes(selection.names[i], map)) {
                merged.put(selection.names[i], value(row, indexes, i));
            }
        }
        return merged;
    }

    private Map<?, ?> nested(Map<?, ?> into, ColumnSelection selection, Row row) {
        return into instanceof MessageMap ? rowMaps.of(row) : nested(selection, row);
    }

    private static @Nullable Object value(@Nullable Row row, int[] indexes, int field) {
        return row == null || indexes[field] < 0 ? null : ColumnValue.schemaless(row.value(indexes[field]));
    }

    private boolean takes(String name, Map<?, ?> map) {
        return onCollision == OnCollision.OVERWRITE || takes(name, map.containsKey(name));
    }

    private static Map<String, @Nullable Object> nested(ColumnSelection selection, Row row) {
        Map<String, @Nullable Object> nested = new LinkedHashMap<>(selection.size() * 2);
        int[] indexes = selection.indexesIn(row);
        for (int i = 0; i < selection.size(); i++) {
            nested.put(selection.names[i], value(row, indexes, i));
        }
        return nested;
    }

    /** Returns if an added field gets its name. */
    private boolean takes(String name, boolean taken) {
        if (taken && onCollision == OnCollision.FAIL) {
            throw new DataException("Field '" + name + "' is there already, and on.collision is fail");
        }
        return !taken || onCollision == OnCollision.OVERWRITE;
    }

    private ColumnSelection selection(Columns columns) {
        ColumnSelection last = lastSelection;
        if (last == null || last.columns != columns) {
            last = newSelection(columns);
            lastSelection = last;
        }
        return last;
    }

    private StructShape shape(Schema input, Columns columns) {
        StructShape last = lastShape;
        if (last == null || last.input != input || last.columns() != columns) {
            last = shapes.get(
                    new ShapeKey(input, columns),
                    key -> new StructShape(
                            input, newSelection(columns), into, name -> takes(name, input.field(name) != null)));
            lastShape = last;
        }
        return last;
    }

    private ColumnSelection newSelection(Columns columns) {
        return new ColumnSelection(columns, fields, into.isEmpty() ? prefix : "", stamps);
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
