package io.freshet.transforms.table.change;

import org.jspecify.annotations.Nullable;

/** A row: a value, or null, for each of its columns. Immutable once made; the array is not copied. */
public final class Row {

    /** Stands in a row of a change for a value that is what it was before. No row of a table has it. */
    public static final Object UNCHANGED = new Object();

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

    /**
     * Returns this row with the values of {@code previous} where it has {@link #UNCHANGED}.
     *
     * @return null if {@code previous} does not have one of them
     */
    public @Nullable Row completedFrom(@Nullable Row previous) {
        @Nullable Object[] completed = values;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == UNCHANGED) {
                int index = previous == null
                        ? -1
                        : previous.columns.indexOf(columns.names().get(i));
                if (previous == null || index < 0) {
                    return null;
                }
                completed = completed == values ? values.clone() : completed;
                completed[i] = previous.values[index];
            }
        }
        return completed == values ? this : new Row(columns, completed);
    }

    /** Tells the columns only: values are payload. */
    @Override
    public String toString() {
        return "Row" + columns;
    }
}
