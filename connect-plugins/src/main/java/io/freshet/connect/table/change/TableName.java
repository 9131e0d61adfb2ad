package io.freshet.connect.table.change;

import org.jspecify.annotations.Nullable;

/**
 * The name of a table, as the database writes it.
 *
 * @param schema null for the connection's own
 */
public record TableName(@Nullable String schema, String table) {

    @Override
    public String toString() {
        return schema == null ? table : schema + "." + table;
    }
}
