package io.freshet.connect.table.change;

import java.util.List;

/** The columns of a table that a change writes: those of the key first. Each is equal to itself only, since many are looked up. */
public final class Layout {

    private final TableName table;
    private final List<Column> columns;
    private final int keys;

    /** @param keys how many columns the key has; 0 where rows are only added */
    public Layout(TableName table, List<Column> columns, int keys) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.keys = keys;
    }

    public TableName table() {
        return table;
    }

    public List<Column> columns() {
        return columns;
    }

    public int keys() {
        return keys;
    }

    public List<Column> keyColumns() {
        return columns.subList(0, keys);
    }

    public List<Column> otherColumns() {
        return columns.subList(keys, columns.size());
    }
}
