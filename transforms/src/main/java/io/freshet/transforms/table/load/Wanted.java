package io.freshet.transforms.table.load;

import java.util.List;

/**
 * What is read of a table.
 *
 * @param columns the columns that rows have, all if empty
 * @param keyColumns the columns by which rows are found; those that the key of the changes has, if empty
 * @param changeTime if rows have, beside, when they last changed
 */
public record Wanted(List<String> columns, List<String> keyColumns, boolean changeTime) {}
