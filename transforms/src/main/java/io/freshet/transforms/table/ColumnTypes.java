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

/**
 * The types that a table's columns have: those that the feed tells, else those of the values seen so far. Whole numbers
 * alone are int64, with others float64, booleans alone boolean, everything else and every mixture string. Written by the
 * threads that read the feed, each through an observer of its own, read by any.
 */
final class ColumnTypes {

    private enum Kind {
        WHOLE(1),
        FRACTION(2),
        BOOLEAN(4),
        OTHER(8);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }
    }

    private final Map<String, Set<Kind>> seen = new LinkedHashMap<>();
    private volatile Columns columns = Columns.typed(List.of(), List.of());

    /** Returns the columns and their types: the same object until they change. */
    Columns columns() {
        return columns;
    }

    /** Returns who looks at the rows that one thread reads. */
    Observer observer() {
        return new Observer();
    }

    /** Looks at rows; tells the others only what is new. Used by one thread. */
    final class Observer {
        private Columns shape = Columns.untyped(List.of());
        private int[] kinds = {};

        void observe(Row row) {
            if (row.columns().isTyped()) {
                observeTyped(row.columns());
                return;
            }
            if (row.columns() != shape) {
                shape = row.columns();
                kinds = new int[shape.size()];
                addAll(shape.names());
            }
            for (int i = 0; i < kinds.length; i++) {
                Object value = row.value(i);
                if (value != null && value != Row.UNCHANGED) {
                    observe(i, kind(value));
                }
            }
        }

        private void observe(int index, Kind kind) {
            if ((kinds[index] & kind.bit) == 0) {
                kinds[index] |= kind.bit;
                add(shape.names().get(index), kind);
            }
        }
    }

    private void observeTyped(Columns told) {
        if (told != columns) {
            columns = told;
        }
    }

    private synchronized void addAll(List<String> names) {
        boolean changed = false;
        for (String name : names) {
            changed |= seen.putIfAbsent(name, EnumSet.noneOf(Kind.class)) == null;
        }
        if (changed) {
            publish();
        }
    }

    private synchronized void add(String name, Kind kind) {
        if (seen.computeIfAbsent(name, added -> EnumSet.noneOf(Kind.class)).add(kind)) {
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
