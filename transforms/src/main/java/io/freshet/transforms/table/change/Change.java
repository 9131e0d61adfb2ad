package io.freshet.transforms.table.change;

/**
 * What happened to a table. Each change tells, as far as its message does, when that was, where in the database's log, and in
 * which of its transactions.
 */
public sealed interface Change {

    /** Stands for a time, a place in a log or a transaction that a message does not tell. */
    long UNKNOWN = Long.MIN_VALUE;

    /** Returns when the source changed, in milliseconds since the epoch, or {@link #UNKNOWN}. */
    long time();

    /** Returns where in the source's log it stands (PostgreSQL's LSN), later is greater, or {@link #UNKNOWN}. */
    long logPosition();

    /**
     * Returns the number of the source's transaction that made it (PostgreSQL's xid, 32 bits of it), or {@link #UNKNOWN}; a row
     * that a snapshot read has none.
     */
    long transaction();

    /** A row is new or has new values. */
    record Upsert(RowKey key, Row row, long time, long logPosition, long transaction) implements Change {

        /** A change of an unknown transaction. */
        public Upsert(RowKey key, Row row, long time, long logPosition) {
            this(key, row, time, logPosition, UNKNOWN);
        }

        /** Returns this change with another row. */
        public Upsert with(Row other) {
            return new Upsert(key, other, time, logPosition, transaction);
        }
    }

    /** A row is gone. */
    record Delete(RowKey key, long time, long logPosition, long transaction) implements Change {

        /** A change of an unknown transaction. */
        public Delete(RowKey key, long time, long logPosition) {
            this(key, time, logPosition, UNKNOWN);
        }
    }

    /** All rows are gone. */
    record Truncate(long time, long logPosition) implements Change {

        @Override
        public long transaction() {
            return UNKNOWN;
        }
    }
}
