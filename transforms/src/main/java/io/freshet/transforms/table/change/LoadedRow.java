package io.freshet.transforms.table.change;

import org.jspecify.annotations.Nullable;

/**
 * What reading a row of the database found.
 *
 * @param row null if there is none of that key
 * @param sight what the reading has seen
 * @param id the key that the row's changes have, where it is found by another; null without a row
 */
public record LoadedRow(@Nullable Row row, Sight sight, @Nullable RowKey id) {

    /** A row that is found by the key of its changes. */
    public LoadedRow(@Nullable Row row, Sight sight) {
        this(row, sight, null);
    }
}
