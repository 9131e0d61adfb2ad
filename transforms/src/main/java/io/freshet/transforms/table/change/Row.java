package io.freshet.transforms.table.change;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row: a value, or null, for each of its columns. Immutable once made. The values of the first columns are fields of their
 * own: most rows have no more, and are one object of 32 bytes then.
 */
public final class Row {

    /** Stands in a row of a change for a value that is what it was before. No row of a table has it. */
    public static final Object UNCHANGED = new Object();

    private static final int OWN_FIELDS = 3;

    private final Columns columns;
    private final @Nullable Object first;
    private final @Nullable Object second;
    private final @Nullable Object third;
    private final @Nullable Object @Nullable [] others;

    /**
     * @param values parallel to the columns; the array is not kept
     */
    public Row(Columns columns, @Nullable Object[] values) {
        this(columns, values, values.length);
    }

    /**
     * @param values begin with as many as there are columns; the array is not kept
     */
    public Row(Columns columns, @Nullable Object[] values, int count) {
        if (columns.size() != count) {
            throw new IllegalArgumentException(count + " values for " + columns.size() + " columns");
        }
        this.columns = columns;
        this.first = count > 0 ? values[0] : null;
        this.second = count > 1 ? values[1] : null;
        this.third = count > 2 ? values[2] : null;
        this.others = count > OWN_FIELDS ? Arrays.copyOfRange(values, OWN_FIELDS, count) : null;
    }

    public Columns columns() {
        return columns;
    }

    public @Nullable Object value(int index) {
        return switch (index) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> other(index);
        };
    }

    private @Nullable Object other(int index) {
        if (others == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return others[index - OWN_FIELDS];
    }

    /** Returns if a value is {@link #UNCHANGED}. */
    public boolean hasUnchanged() {
        for (int i = 0; i < columns.size(); i++) {
            if (value(i) == UNCHANGED) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns this row with the values of {@code previous} where it has {@link #UNCHANGED}.
     *
     * @return null if {@code previous} does not have one of them
     */
    public @Nullable Row completedFrom(@Nullable Row previous) {
        @Nullable Object[] completed = new @Nullable Object[columns.size()];
        for (int i = 0; i < completed.length; i++) {
            completed[i] = value(i);
            if (completed[i] == UNCHANGED) {
                int index = previous == null
                        ? -1
                        : previous.columns.indexOf(columns.names().get(i));
                if (previous == null || index < 0) {
                    return null;
                }
                completed[i] = previous.value(index);
            }
        }
        return new Row(columns, completed);
    }

    /** Tells the columns only: values are payload. */
    @Override
    public String toString() {
        return "Row" + columns;
    }
}
