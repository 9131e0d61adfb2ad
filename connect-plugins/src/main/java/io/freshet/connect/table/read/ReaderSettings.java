package io.freshet.connect.table.read;

import io.freshet.transforms.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How records are read.
 *
 * @param debezium whether values are change events with the row before and after
 * @param insert whether rows are only added
 * @param deletes whether rows are deleted; else what would delete one is left out
 * @param deleteWhen what is true of a value that deletes its row, null if none does
 */
public record ReaderSettings(
        TableFormat table,
        boolean debezium,
        boolean insert,
        boolean deletes,
        @Nullable Expression deleteWhen,
        KeySource keySource,
        List<String> keyColumns,
        DeclaredColumns declared,
        @Nullable EventTime eventTime) {}
