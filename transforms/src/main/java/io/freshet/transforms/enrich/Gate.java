package io.freshet.transforms.enrich;

import io.freshet.transforms.metrics.JoinCounts;
import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.table.ReadyLimit;
import io.freshet.transforms.table.Table;
import java.time.Duration;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the first record until the table is loaded. All records share one limit: where an unavailable table is tolerated,
 * those that come after it do not wait once more. In a sink the limit is below {@code max.poll.interval.ms}: a consumer that
 * is not polled for longer loses its partitions, and its records come again.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** No consumer is given less time between two polls. */
    private static final Duration HARMLESS = Duration.ofSeconds(5);

    private final ReadyLimit ofSources;
    private final ReadyLimit ofSinks;
    private final JoinCounts counts;
    private Duration waited = Duration.ZERO;
    private boolean open;

    /** What of a sink's records waited: the connector's consumer must not wait for too long. */
    private @Nullable SinkRecord held;

    /**
     * @param timeout how long records may wait
     * @param maxPollInterval how long a sink's consumer may wait to be polled
     */
    Gate(Duration timeout, Duration maxPollInterval, JoinCounts counts) {
        this.ofSources =
                new ReadyLimit(timeout, "table.ready.timeout", "A longer table.ready.timeout gives it more time");
        this.ofSinks = ofSinks(timeout, maxPollInterval);
        this.counts = counts;
    }

    /** A tenth is left for what else a task does between two polls. */
    private static ReadyLimit ofSinks(Duration timeout, Duration maxPollInterval) {
        Duration most = maxPollInterval.multipliedBy(9).dividedBy(10);
        if (timeout.compareTo(most) <= 0) {
            return new ReadyLimit(
                    timeout,
                    "table.ready.timeout",
                    "A longer table.ready.timeout gives it more time. The consumer of this sink connector has to have a"
                            + " max.poll.interval.ms that is longer still: set consumer.override.max.poll.interval.ms of the"
                            + " connector and max.poll.interval.ms of this transformation, which has "
                            + maxPollInterval.toMillis());
        }
        return new ReadyLimit(
                most,
                "table.ready.timeout=" + timeout.toMillis() + "ms, but nine tenths of max.poll.interval.ms="
                        + maxPollInterval.toMillis()
                        + " at most: a sink's consumer that waits longer loses its partitions",
                "To give it more time, set consumer.override.max.poll.interval.ms of the connector and"
                        + " max.poll.interval.ms of this transformation, both to more than table.ready.timeout");
    }

    /**
     * Returns once the table is loaded.
     *
     * @throws io.freshet.transforms.table.TableUnavailableError if it is not in time, or has failed
     */
    void pass(Table table, ConnectRecord<?> record) {
        if (!open) {
            await(table, record instanceof SinkRecord ? ofSinks : ofSources);
            held = record instanceof SinkRecord sunk && waited.compareTo(HARMLESS) > 0 ? sunk : null;
        } else if (held != null && record instanceof SinkRecord sunk && isSame(held, sunk)) {
            LOG.warn(
                    "{} waited {} ms for its table, and has come again: the connector's consumer has lost its partitions"
                            + " meanwhile. They are taken from a consumer whose task waits longer than its"
                            + " max.poll.interval.ms (consumer.override.max.poll.interval.ms). Tell this transformation the"
                            + " same max.poll.interval.ms",
                    position(sunk),
                    waited.toMillis());
            held = null;
        }
    }

    private void await(Table table, ReadyLimit limit) {
        long start = System.nanoTime();
        try {
            table.awaitReady(limit, waited);
            open = true;
        } finally {
            long nanos = System.nanoTime() - start;
            waited = waited.plusNanos(nanos);
            counts.add(Metric.GATE_WAIT, nanos);
        }
    }

    private static boolean isSame(SinkRecord one, SinkRecord other) {
        return one.kafkaOffset() == other.kafkaOffset() && position(one).equals(position(other));
    }

    private static String position(SinkRecord record) {
        return record.topic() + "-" + record.kafkaPartition() + "@" + record.kafkaOffset();
    }
}
