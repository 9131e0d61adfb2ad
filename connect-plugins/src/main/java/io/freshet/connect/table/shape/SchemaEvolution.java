package io.freshet.connect.table.shape;

/** What may be done to a table that lacks something. */
public enum SchemaEvolution {
    NONE,
    /** Columns are added, which are null in the rows that are there. */
    ADD,
    /** As ADD, and columns get a type that holds more. */
    WIDEN
}
