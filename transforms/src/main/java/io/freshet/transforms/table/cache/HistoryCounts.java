package io.freshet.transforms.table.cache;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of a table's history, also while its rows are loaded anew. */
public final class HistoryCounts {

    private final LongAdder lateChanges = new LongAdder();
    private final LongAdder expiredReads = new LongAdder();

    void lateChange() {
        lateChanges.increment();
    }

    void expiredRead() {
        expiredReads.increment();
    }

    /** Returns how many changes came too late to be kept. */
    public long lateChanges() {
        return lateChanges.sum();
    }

    /** Returns how often a time was asked for that the history no longer had. */
    public long expiredReads() {
        return expiredReads.sum();
    }
}
