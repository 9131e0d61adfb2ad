package io.freshet.connect.table.write;

/** What was written in a transaction. */
public record Written(long put, long deleted, long stale) {

    static final Written NOTHING = new Written(0, 0, 0);

    Written and(Written other) {
        return new Written(put + other.put, deleted + other.deleted, stale + other.stale);
    }
}
