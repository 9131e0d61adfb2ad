package io.freshet.transforms.table.change;

import org.jspecify.annotations.Nullable;

/**
 * What reading a row of the database found.
 *
 * @param row null if there is none of that key
 * @param sight what the reading has seen
 */
public record LoadedRow(@Nullable Row row, Sight sight) {}
