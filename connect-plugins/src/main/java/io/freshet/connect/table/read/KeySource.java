package io.freshet.connect.table.read;

/** Where the key of a row comes from. */
public enum KeySource {
    /** The record's key: its fields, or all of it. */
    RECORD,
    /** Fields of the value; of a deletion without one, those of the record's key. */
    VALUE,
    /** Fields of a Debezium event's rows: the one before for what is gone, the one after for what is there. */
    BEFORE
}
