package io.freshet.transforms.table;

import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The types that a table's columns have: those that the feed tells, else those of the values seen so far. Whole numbers
 * alone are int64, with others float64, booleans alone boolean, everything else and every mixture string. Written by the
 * feed's thread, read by any.
 */
final class ColumnTypes {

    private enum Kind {
        WHOLE,
        FRACTION,
        BOOLEAN,
        OTHER
    }

    private final Map<String, Set<Kind>> seen = new LinkedHashMap<>();
    private @Nullable Columns lastShape;
    private volatile Columns columns = Columns.typed(List.of(), List.of());

    /** Returns the columns and their types: the same object until they change. */
    Columns columns() {
        return columns;
    }

    void observe(Row row) {
        if (row.columns().isTyped()) {
            columns = row.columns();
            return;
        }
        boolean changed = false;
        if (row.columns() != lastShape) {
            lastShape = row.columns();
            for (String name : lastShape.names()) {
                changed |= seen.putIfAbsent(name, EnumSet.noneOf(Kind.class)) == null;
            }
        }
        for (int i = 0; i < row.columns().size(); i++) {
            Object value = row.value(i);
            if (value != null && value != Row.UNCHANGED) {
                changed |= seen.computeIfAbsent(row.columns().names().get(i), name -> EnumSet.noneOf(Kind.class))
                        .add(kind(value));
            }
        }
        if (changed) {
            publish();
        }
    }

    private static Kind kind(Object value) {
        if (value instanceof Long) {
            return Kind.WHOLE;
        }
        if (value instanceof Double) {
            return Kind.FRACTION;
        }
        return value instanceof Boolean ? Kind.BOOLEAN : Kind.OTHER;
    }

    private void publish() {
        List<Schema> schemas = new ArrayList<>();
        seen.values().forEach(kinds -> schemas.add(schema(kinds)));
        columns = Columns.typed(List.copyOf(seen.keySet()), schemas);
    }

    private static Schema schema(Set<Kind> kinds) {
        if (kinds.equals(Set.of(Kind.WHOLE))) {
            return Schema.OPTIONAL_INT64_SCHEMA;
        }
        if (kinds.equals(Set.of(Kind.BOOLEAN))) {
            return Schema.OPTIONAL_BOOLEAN_SCHEMA;
        }
        boolean numbers = kinds.contains(Kind.FRACTION)
                && Set.of(Kind.WHOLE, Kind.FRACTION).containsAll(kinds);
        return numbers ? Schema.OPTIONAL_FLOAT64_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA;
    }
}
