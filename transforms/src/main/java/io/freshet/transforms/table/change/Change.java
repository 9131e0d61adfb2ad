package io.freshet.transforms.table.change;

/** What happened to a table. */
public sealed interface Change {

    /** A row is new or has new values. */
    record Upsert(RowKey key, Row row) implements Change {}

    /** A row is gone. */
    record Delete(RowKey key) implements Change {}

    /** All rows are gone. */
    record Truncate() implements Change {}
}
