package io.freshet.connect.table.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How records are read.
 *
 * @param debezium whether values are change events with the row before and after
 * @param insert whether rows are only added
 * @param deletes whether rows are deleted; else what would delete one is left out
 */
public record ReaderSettings(
        TableFormat table,
        boolean debezium,
        boolean insert,
        boolean deletes,
        KeySource keySource,
        List<String> keyColumns,
        DeclaredColumns declared,
        @Nullable EventTime eventTime) {}
