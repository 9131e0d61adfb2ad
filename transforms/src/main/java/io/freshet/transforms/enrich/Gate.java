package io.freshet.transforms.enrich;

import io.freshet.transforms.metrics.JoinCounts;
import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.table.Table;
import java.time.Duration;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the first record until the table is loaded. All records share one timeout: where an unavailable table is
 * tolerated, those that come after it do not wait once more.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** No consumer is given less time between two polls. */
    private static final Duration HARMLESS = Duration.ofSeconds(5);

    private final Duration timeout;
    private final JoinCounts counts;
    private Duration waited = Duration.ZERO;
    private boolean open;

    /** What of a sink's records waited: the connector's consumer must not wait for too long. */
    private @Nullable SinkRecord held;

    Gate(Duration timeout, JoinCounts counts) {
        this.timeout = timeout;
        this.counts = counts;
    }

    /**
     * Returns once the table is loaded.
     *
     * @throws io.freshet.transforms.table.TableUnavailableError if it is not in time, or has failed
     */
    void pass(Table table, ConnectRecord<?> record) {
        if (!open) {
            await(table);
            held = record instanceof SinkRecord sunk && waited.compareTo(HARMLESS) > 0 ? sunk : null;
        } else if (held != null && record instanceof SinkRecord sunk && isSame(held, sunk)) {
            LOG.warn(
                    "{} waited {} ms for its table, and has come again: the connector's consumer has lost its partitions"
                            + " meanwhile. They are taken from a consumer whose task waits longer than"
                            + " max.poll.interval.ms; set that (consumer.override.max.poll.interval.ms) above"
                            + " table.ready.timeout",
                    position(sunk),
                    waited.toMillis());
            held = null;
        }
    }

    private void await(Table table) {
        long start = System.nanoTime();
        try {
            table.awaitReady(timeout, waited);
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
