package io.freshet.transforms.enrich;

import java.time.Duration;

/**
 * How long records wait for a table to load.
 *
 * @param most the time that all records have together
 * @param hasConsumer if a consumer waits for them, that of a sink
 * @param rule the settings that say so
 * @param remedy what to do where a table needs longer
 */
record WaitLimit(Duration most, boolean hasConsumer, String rule, String remedy) {

    private static final String TIMEOUT = "table.ready.timeout";

    static WaitLimit ofSources(Duration timeout) {
        return new WaitLimit(timeout, false, TIMEOUT, "A longer " + TIMEOUT + " gives it more time");
    }

    /** A tenth of what its consumer may wait is left for what else a sink's task does between two polls. */
    static WaitLimit ofSinks(Duration timeout, Duration maxPollInterval) {
        Duration most = maxPollInterval.multipliedBy(9).dividedBy(10);
        if (timeout.compareTo(most) <= 0) {
            return new WaitLimit(
                    timeout,
                    true,
                    TIMEOUT,
                    "A longer " + TIMEOUT + " gives it more time. The consumer of this sink connector has to have a"
                            + " max.poll.interval.ms that is longer still: set consumer.override.max.poll.interval.ms of the"
                            + " connector and max.poll.interval.ms of this transformation, which has "
                            + maxPollInterval.toMillis());
        }
        return new WaitLimit(
                most,
                true,
                TIMEOUT + "=" + timeout.toMillis() + "ms, but nine tenths of max.poll.interval.ms="
                        + maxPollInterval.toMillis()
                        + " at most: a sink's consumer that waits longer loses its partitions",
                "To give it more time, set consumer.override.max.poll.interval.ms of the connector and"
                        + " max.poll.interval.ms of this transformation, both to more than " + TIMEOUT);
    }

    /** Returns what was waited in vain. */
    String text() {
        return most.toMillis() + "ms (" + rule + ")";
    }
}
