package io.freshet.transforms.table.change;

/**
 * What happened to a table. Each change tells, as far as its message does, when that was and where in the database's log.
 */
public sealed interface Change {

    /** Stands for a time, or a place in a log, that a message does not tell. */
    long UNKNOWN = Long.MIN_VALUE;

    /** Returns when the source changed, in milliseconds since the epoch, or {@link #UNKNOWN}. */
    long time();

    /** Returns where in the source's log it stands (PostgreSQL's LSN), later is greater, or {@link #UNKNOWN}. */
    long logPosition();

    /** A row is new or has new values. */
    record Upsert(RowKey key, Row row, long time, long logPosition) implements Change {

        /** Returns this change with another row. */
        public Upsert with(Row other) {
            return new Upsert(key, other, time, logPosition);
        }
    }

    /** A row is gone. */
    record Delete(RowKey key, long time, long logPosition) implements Change {}

    /** All rows are gone. */
    record Truncate(long time, long logPosition) implements Change {}
}
