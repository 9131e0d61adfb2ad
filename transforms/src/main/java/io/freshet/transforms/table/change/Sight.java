package io.freshet.transforms.table.change;

/** Which of the source's transactions a reading of a row has seen. */
public interface Sight {

    /** Whether a transaction's changes are in what was read. */
    enum Seen {
        /** They are: what was read is what they made, or newer. */
        YES,
        /** They are not: they come after what was read. */
        NO,
        /** It cannot be told. */
        UNKNOWN
    }

    /** Tells nothing of any transaction. */
    Sight NONE = transaction -> Seen.UNKNOWN;

    /**
     * Returns whether a transaction was seen.
     *
     * @param transaction as in {@link Change#transaction}
     */
    Seen of(long transaction);
}
