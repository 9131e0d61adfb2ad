package io.freshet.transforms.enrich;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.table.Table;
import java.time.Duration;
import java.util.function.LongSupplier;
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

    /** How often a record that waits looks whether its task still does. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final WaitLimit ofSources;
    private final WaitLimit ofSinks;
    private final RecordCounts counts;
    private final LongSupplier nanos;
    private Duration waited = Duration.ZERO;
    private boolean open;

    /** What of a sink's records waited: the connector's consumer must not wait for too long. */
    private @Nullable SinkRecord held;

    /**
     * @param timeout how long records may wait
     * @param maxPollInterval how long a sink's consumer may wait to be polled
     */
    Gate(Duration timeout, Duration maxPollInterval, RecordCounts counts) {
        this(timeout, maxPollInterval, counts, System::nanoTime);
    }

    Gate(Duration timeout, Duration maxPollInterval, RecordCounts counts, LongSupplier nanos) {
        this.ofSources = WaitLimit.ofSources(timeout);
        this.ofSinks = WaitLimit.ofSinks(timeout, maxPollInterval);
        this.counts = counts;
        this.nanos = nanos;
    }

    /**
     * Returns once the table is loaded.
     *
     * @throws io.freshet.transforms.table.TableUnavailableError if it is not in time, or has failed
     * @throws StoppedTaskError if Connect has given the task up meanwhile
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

    private void await(Table table, WaitLimit limit) {
        long start = nanos.getAsLong();
        try {
            await(table, limit, start);
            open = true;
        } finally {
            Duration more = since(start);
            waited = waited.plus(more);
            counts.add(Metric.GATE_WAIT, more.toNanos());
        }
    }

    private void await(Table table, WaitLimit limit, long start) {
        Duration left = limit.most().minus(waited);
        if (table.awaitReady(shorter(left, LOOK))) {
            return;
        }
        TaskWatch watch = TaskWatch.of(Thread.currentThread().getName());
        do {
            left = limit.most().minus(waited).minus(since(start));
            if (left.isNegative() || left.isZero()) {
                throw table.notReady(limit.text(), limit.remedy());
            }
            if (watch.isGivenUp()) {
                throw new StoppedTaskError(table.notReady(since(start).toMillis() + "ms", limit.remedy()));
            }
            if (limit.hasConsumer() && watch.isExpelled()) {
                throw table.notReady(expelled(limit, since(start)), limit.remedy());
            }
        } while (!table.awaitReady(shorter(left, LOOK)));
    }

    private Duration since(long start) {
        return Duration.ofNanos(nanos.getAsLong() - start);
    }

    private static String expelled(WaitLimit limit, Duration since) {
        return since.toMillis() + "ms (" + limit.rule()
                + "), in which the connector's consumer has left its group: its task did"
                + " not poll it for its max.poll.interval.ms (consumer.override.max.poll.interval.ms), or the group does not"
                + " answer";
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static boolean isSame(SinkRecord one, SinkRecord other) {
        return one.kafkaOffset() == other.kafkaOffset() && position(one).equals(position(other));
    }

    private static String position(SinkRecord record) {
        return record.topic() + "-" + record.kafkaPartition() + "@" + record.kafkaOffset();
    }
}
