package io.freshet.transforms.table.change;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns of a row by which it is found instead of by the key of the topic's messages. */
public final class KeyColumns {

    private final List<String> names;

    public KeyColumns(List<String> names) {
        this.names = List.copyOf(names);
    }

    public List<String> names() {
        return names;
    }

    /**
     * Returns what a row is found by, null if it has a null in one of the columns, and so is found by nothing.
     *
     * @throws org.apache.kafka.connect.errors.DataException if a value cannot be a key
     */
    public @Nullable RowKey of(Row row) {
        List<Object> parts = new ArrayList<>(names.size());
        for (String column : names) {
            int index = row.columns().indexOf(column);
            Object part = index < 0 ? null : row.value(index);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return RowKey.of(parts);
    }

    /** Returns the first of these columns that rows with such columns do not have, null if they have all. */
    public @Nullable String missingIn(Columns columns) {
        for (String column : names) {
            if (columns.indexOf(column) < 0) {
                return column;
            }
        }
        return null;
    }

    /** Returns if a change does not tell the value of one of these columns, because it is what it was before. */
    public boolean areUntoldIn(Row row) {
        for (String column : names) {
            int index = row.columns().indexOf(column);
            if (index >= 0 && row.value(index) == Row.UNCHANGED) {
                return true;
            }
        }
        return false;
    }
}
