package io.freshet.transforms.table.change;

import org.jspecify.annotations.Nullable;

/** A row: a value, or null, for each of its columns. Immutable once made; the array is not copied. */
public final class Row {

    private final Columns columns;
    private final @Nullable Object[] values;

    public Row(Columns columns, @Nullable Object[] values) {
        if (columns.size() != values.length) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        this.columns = columns;
        this.values = values;
    }

    public Columns columns() {
        return columns;
    }

    public @Nullable Object value(int index) {
        return values[index];
    }

    /** Tells the columns only: values are payload. */
    @Override
    public String toString() {
        return "Row" + columns;
    }
}
