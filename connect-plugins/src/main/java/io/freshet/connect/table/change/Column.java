package io.freshet.connect.table.change;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param typeName the type as the database writes it
 */
public record Column(String name, ColumnType type, String typeName, boolean nullable) {

    /**
     * Returns what the column holds for a value.
     *
     * @throws DataException if it can hold no such value; the message names the column and does not tell the value
     */
    public @Nullable Object convert(@Nullable Object value) {
        if (value == null && !nullable) {
            throw new DataException("Column " + name + ": expecting a value. Found: null");
        }
        try {
            return type.convert(value);
        } catch (DataException e) {
            throw new DataException("Column " + name + ": " + e.getMessage());
        }
    }
}
