package io.freshet.transforms.table.cache;

import java.util.concurrent.atomic.LongAdder;

/** What has been counted of a table in lookup mode since it was opened. Safe for use by several threads. */
public final class LookupCounters {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadNanos = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    void loaded(long nanos) {
        loads.increment();
        loadNanos.add(nanos);
    }

    void failed(long nanos) {
        loadFailures.increment();
        loadNanos.add(nanos);
    }

    /** Returns how many answers came from memory, absent rows among them. */
    public long hits() {
        return hits.sum();
    }

    /** Returns how many answers had to wait for the database. */
    public long misses() {
        return misses.sum();
    }

    /** Returns how often the database was read with success; fewer than misses where several waited for one reading. */
    public long loads() {
        return loads.sum();
    }

    /** Returns the time that loads took, with those that failed, in nanoseconds. */
    public long loadNanos() {
        return loadNanos.sum();
    }

    /** Returns how often the database could not be read within the bound. */
    public long loadFailures() {
        return loadFailures.sum();
    }
}
