package io.freshet.transforms.enrich;

import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Which columns of a row become which fields. Used by one thread. */
final class ColumnSelection {

    private static final Set<String> STAMPS = Set.of(Columns.CHANGE_TIME, Columns.CHANGE_POSITION);

    final Columns columns;
    final String[] names;
    private final int[] indexes;

    /** A row without types may have other columns than the table; those that follow it have the same. */
    private @Nullable Columns otherColumns;

    private int[] otherIndexes = {};

    /**
     * @param columns the columns that rows have
     * @param fields those that are asked for, all if empty
     * @param prefix what the names of these fields begin with
     * @param stamps fields beside, of columns that tell of a row's last change
     */
    ColumnSelection(Columns columns, List<FieldMapping> fields, String prefix, List<FieldMapping> stamps) {
        this.columns = columns;
        Stream<FieldMapping> ofRow = fields.isEmpty()
                ? columns.names().stream()
                        .filter(name -> !STAMPS.contains(name))
                        .map(name -> new FieldMapping(name, name))
                : fields.stream();
        List<FieldMapping> selected = Stream.concat(
                        ofRow.map(mapping -> new FieldMapping(mapping.column(), prefix + mapping.name())),
                        stamps.stream())
                .toList();
        this.names = selected.stream().map(FieldMapping::name).toArray(String[]::new);
        this.indexes = selected.stream()
                .mapToInt(mapping -> columns.indexOf(mapping.column()))
                .toArray();
    }

    int size() {
        return names.length;
    }

    /** Returns where in this row the values of the fields are, by field; -1 where it has no such column. */
    int[] indexesIn(Row row) {
        if (row.columns() == columns) {
            return indexes;
        }
        if (row.columns() != otherColumns) {
            otherColumns = row.columns();
            otherIndexes = Arrays.stream(indexes)
                    .map(index -> index < 0
                            ? -1
                            : row.columns().indexOf(columns.names().get(index)))
                    .toArray();
        }
        return otherIndexes;
    }

    /** Returns the type of a field, optional; text where no row has told one yet. */
    Schema schema(int field) {
        return indexes[field] < 0
                ? Schema.OPTIONAL_STRING_SCHEMA
                : ColumnValue.optional(columns.schema(indexes[field]));
    }
}
