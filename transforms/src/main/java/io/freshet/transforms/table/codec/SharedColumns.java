package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Columns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of a table, whoever reads them, the same columns for the same names and types: columns are compared by
 * identity. A table has few combinations; where they come and go without end, they are forgotten.
 */
final class SharedColumns {

    private static final int MOST = 1_000;

    private final Map<Shape, Columns> known = new HashMap<>();

    Columns untyped(List<String> names) {
        return of(names, null);
    }

    /**
     * @param schemas parallel to the names
     */
    Columns typed(List<String> names, List<Schema> schemas) {
        return of(names, schemas);
    }

    private synchronized Columns of(List<String> names, @Nullable List<Schema> schemas) {
        Shape shape = new Shape(List.copyOf(names), schemas == null ? null : List.copyOf(schemas));
        Columns columns = known.get(shape);
        if (columns == null) {
            columns = schemas == null ? Columns.untyped(shape.names) : Columns.typed(shape.names, schemas);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(shape, columns);
        }
        return columns;
    }

    private record Shape(List<String> names, @Nullable List<Schema> schemas) {}
}
