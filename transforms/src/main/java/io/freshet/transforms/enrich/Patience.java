package io.freshet.transforms.enrich;

import java.time.Duration;

/**
 * Whether a record may wait for a database that does not answer. Where an unavailable table is tolerated, those that come after
 * one that waited in vain may not: a sink's batch of them would take longer than {@code max.poll.interval.ms}. Used by one
 * thread.
 */
final class Patience {

    /** After so long without a wait in vain there is another outage, if any. */
    private static final long RECOVERY = Duration.ofSeconds(30).toNanos();

    private boolean lost;
    private long lostAt;

    /** Returns if a record may wait. */
    boolean isThere() {
        if (lost && System.nanoTime() - lostAt > RECOVERY) {
            lost = false;
        }
        return !lost;
    }

    /** Notes that the table has not answered a record. */
    void lose() {
        lost = true;
        lostAt = System.nanoTime();
    }
}
