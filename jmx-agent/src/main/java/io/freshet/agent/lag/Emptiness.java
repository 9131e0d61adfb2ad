package io.freshet.agent.lag;

/** Where in the rest of a partition there are records, as far as that was looked up, while its end stays where it is. */
final class Emptiness {
    private long end = -1;
    private long emptyFrom;
    private long recordAfter;

    void learn(OffsetRange range, boolean empty) {
        if (range.to() != end) {
            end = range.to();
            emptyFrom = Long.MAX_VALUE;
            recordAfter = -1;
        }
        if (empty) {
            emptyFrom = Math.min(emptyFrom, range.from());
        } else {
            recordAfter = Math.max(recordAfter, range.from());
        }
    }

    /** Whether it is known that no record follows. */
    boolean isEmpty(OffsetRange range) {
        return range.to() == end && range.from() >= emptyFrom;
    }

    boolean isUnknown(OffsetRange range) {
        return range.to() != end || (range.from() < emptyFrom && range.from() > recordAfter);
    }
}
