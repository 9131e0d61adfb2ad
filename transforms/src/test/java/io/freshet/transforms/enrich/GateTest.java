package io.freshet.transforms.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.metrics.WorkerMetrics;
import io.freshet.transforms.table.ReadyLimit;
import io.freshet.transforms.table.Table;
import io.freshet.transforms.table.TableUnavailableError;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import java.util.Map;
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
                .hasMessage("270000 ms: table.ready.timeout=600000ms, but nine tenths of max.poll.interval.ms=300000 at"
                        + " most: a sink's consumer that waits longer loses its partitions. To give it more time, set"
                        + " consumer.override.max.poll.interval.ms of the connector and max.poll.interval.ms of this"
                        + " transformation, both to more than table.ready.timeout");
    }

    @Test
    void sinkWithAShorterTimeout_waitsForThat() {
        Gate gate = gate(Duration.ofMinutes(4), Duration.ofMinutes(5));

        assertThatThrownBy(() -> gate.pass(table, SUNK))
                .hasMessage(
                        "240000 ms: table.ready.timeout. A longer table.ready.timeout gives it more time. The consumer of"
                                + " this sink connector has to have a max.poll.interval.ms that is longer still: set"
                                + " consumer.override.max.poll.interval.ms of the connector and max.poll.interval.ms of this"
                                + " transformation, which has 300000");
    }

    @Test
    void source_isNotBoundByAConsumer() {
        Gate gate = gate(Duration.ofMinutes(10), Duration.ofMinutes(5));

        assertThatThrownBy(() -> gate.pass(table, SOURCED))
                .hasMessage("600000 ms: table.ready.timeout. A longer table.ready.timeout gives it more time");
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
        return new Gate(timeout, maxPollInterval, metrics.join("gate"));
    }

    /** A table that does not load, and says how long it was waited for. */
    private static final class Loading implements Table {
        private boolean loaded;
        private int asked;

        @Override
        public void awaitReady(ReadyLimit limit, Duration waited) {
            asked++;
            if (!loaded) {
                throw new TableUnavailableError(
                        limit.most().toMillis() + " ms: " + limit.rule() + ". " + limit.remedy(), null);
            }
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
