package io.freshet.transforms.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.metrics.WorkerMetrics;
import io.freshet.transforms.table.Table;
import io.freshet.transforms.table.TableUnavailableError;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long records of sources and of sinks wait for a table. */
class GateTest {

    private static final SinkRecord SUNK = new SinkRecord("flights", 0, null, null, null, "v", 7);
    private static final SourceRecord SOURCED = new SourceRecord(Map.of(), Map.of(), "flights", null, null);

    private final WorkerMetrics metrics = new WorkerMetrics();
    private final Loading table = new Loading();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void sink_waitsBelowItsMaxPollInterval() {
        Gate gate = gate(Duration.ofMinutes(10), Duration.ofMinutes(5));

        assertThatThrownBy(() -> gate.pass(table, SUNK))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessage("270000ms (table.ready.timeout=600000ms, but nine tenths of max.poll.interval.ms=300000 at"
                        + " most: a sink's consumer that waits longer loses its partitions). To give it more time, set"
                        + " consumer.override.max.poll.interval.ms of the connector and max.poll.interval.ms of this"
                        + " transformation, both to more than table.ready.timeout");
        assertThat(table.waited).isEqualTo(Duration.ofSeconds(270));

        assertThatThrownBy(() -> gate.pass(table, SUNK)).isInstanceOf(TableUnavailableError.class);
        assertThat(table.waited).as("once for all records").isEqualTo(Duration.ofSeconds(270));
    }

    @Test
    void sinkWithAShorterTimeout_waitsForThat() {
        Gate gate = gate(Duration.ofMinutes(4), Duration.ofMinutes(5));

        assertThatThrownBy(() -> gate.pass(table, SUNK))
                .hasMessage(
                        "240000ms (table.ready.timeout). A longer table.ready.timeout gives it more time. The consumer of"
                                + " this sink connector has to have a max.poll.interval.ms that is longer still: set"
                                + " consumer.override.max.poll.interval.ms of the connector and max.poll.interval.ms of this"
                                + " transformation, which has 300000");
    }

    @Test
    void source_isNotBoundByAConsumer() {
        Gate gate = gate(Duration.ofMinutes(10), Duration.ofMinutes(5));

        assertThatThrownBy(() -> gate.pass(table, SOURCED))
                .hasMessage("600000ms (table.ready.timeout). A longer table.ready.timeout gives it more time");
    }

    @Test
    void sinkWhoseConsumerSendsNoHeartbeats_waitsNoLonger() {
        try (Metrics consumer = metrics("kafka.consumer")) {
            consumer.addMetric(
                    consumer.metricName(
                            "last-heartbeat-seconds-ago",
                            "consumer-coordinator-metrics",
                            Map.of("client-id", "connector-consumer-gate.test-7")),
                    (config, now) -> table.waited.toSeconds() - 60);
            Gate gate = gate(Duration.ofMinutes(4), Duration.ofMinutes(5));

            inTask(() -> assertThatThrownBy(() -> gate.pass(table, SUNK))
                    .isInstanceOf(TableUnavailableError.class)
                    .hasMessageStartingWith(
                            "105000ms (table.ready.timeout), in which the connector's consumer has left its"
                                    + " group: its task did not poll it for its max.poll.interval.ms"
                                    + " (consumer.override.max.poll.interval.ms), or the group does not answer. "));

            inTask(() -> assertThatThrownBy(() -> gate.pass(table, SOURCED))
                    .hasMessageStartingWith("240000ms (table.ready.timeout)"));
        }
    }

    @Test
    void taskThatConnectHasGivenUp_waitsNoLonger() {
        try (Metrics worker = metrics("kafka.connect")) {
            MetricName status = worker.metricName(
                    "status", "connector-task-metrics", Map.of("connector", "gate.test", "task", "7"));
            worker.addMetric(status, (config, now) -> 1);
            table.afterAMinute = () -> worker.removeMetric(status);
            Gate gate = gate(Duration.ofMinutes(4), Duration.ofMinutes(5));

            inTask(() -> assertThatThrownBy(() -> gate.pass(table, SOURCED))
                    .isInstanceOf(StoppedTaskError.class)
                    .hasMessageStartingWith("The task was stopped while a record waited: 60000ms"));
        }
    }

    private static Metrics metrics(String domain) {
        JmxReporter reporter = new JmxReporter();
        return new Metrics(new MetricConfig(), List.of(reporter), Time.SYSTEM, new KafkaMetricsContext(domain));
    }

    /** Does it in a thread that is called as that of a task. */
    private static void inTask(Runnable test) {
        String name = Thread.currentThread().getName();
        Thread.currentThread().setName("task-thread-gate.test-7");
        try {
            test.run();
        } finally {
            Thread.currentThread().setName(name);
        }
    }

    @Test
    void recordThatComesAgain_passes() {
        Gate gate = gate(Duration.ofMinutes(10), Duration.ofMinutes(5));
        table.loaded = true;
        gate.pass(table, SUNK);

        assertThatCode(() -> gate.pass(table, SUNK)).doesNotThrowAnyException();
        assertThat(table.asked).isEqualTo(1);
    }

    private Gate gate(Duration timeout, Duration maxPollInterval) {
        return new Gate(timeout, maxPollInterval, metrics.join("gate"), () -> table.waited.toNanos());
    }

    /** A table that does not load, and lets time pass. */
    private static final class Loading implements Table {
        private boolean loaded;
        private int asked;
        private Duration waited = Duration.ZERO;
        private Runnable afterAMinute = () -> {};

        @Override
        public boolean awaitReady(Duration most) {
            asked++;
            waited = waited.plus(most);
            if (waited.equals(Duration.ofMinutes(1))) {
                afterAMinute.run();
            }
            return loaded;
        }

        @Override
        public TableUnavailableError notReady(String within, String remedy) {
            return new TableUnavailableError(within + ". " + remedy, null);
        }

        @Override
        public @Nullable Row find(RowKey key, long asOf, boolean patiently) {
            return null;
        }

        @Override
        public long staleness() {
            return 0;
        }

        @Override
        public long watermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public boolean awaitChanges(long time, long nanos) {
            return false;
        }

        @Override
        public Columns columns() {
            throw new AssertionError("asked for columns");
        }
    }
}
