package io.freshet.connect.table.offset;

/**
 * A partition as the database knows it.
 *
 * @param epoch of whoever opened it last
 * @param next the offset after the last record that is in the tables; -1 while nothing is known of any
 */
public record Claim(long epoch, long next) {

    static final long UNKNOWN = -1;

    /** Returns if it is known where to go on. */
    public boolean isStarted() {
        return next != UNKNOWN;
    }
}
