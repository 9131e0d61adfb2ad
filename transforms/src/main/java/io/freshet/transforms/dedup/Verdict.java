package io.freshet.transforms.dedup;

/** What was found of a record, now or when it came before. */
enum Verdict {
    UNIQUE,
    DUPLICATE,
    UNIQUE_AGAIN,
    DUPLICATE_AGAIN;

    boolean isDuplicate() {
        return this == DUPLICATE || this == DUPLICATE_AGAIN;
    }

    /** Returns what is found of the same record when it comes again. */
    Verdict again() {
        return isDuplicate() ? DUPLICATE_AGAIN : UNIQUE_AGAIN;
    }
}
