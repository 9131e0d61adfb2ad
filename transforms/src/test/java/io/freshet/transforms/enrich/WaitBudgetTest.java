package io.freshet.transforms.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class WaitBudgetTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** When the day is at one million milliseconds. */
    private static final long NOW = 1_000_000;

    private final WaitBudget budget = new WaitBudget(Duration.ofSeconds(10));

    @Test
    void of_recordsOfOnePoll_shareOneBudget() {
        assertThat(budget.of(record("a", 0, 7, NOW - 500), 0, NOW)).isEqualTo(10 * SECOND);
        budget.spent(0, 7 * SECOND);
        assertThat(budget.of(record("a", 0, 8, NOW - 400), 7 * SECOND, NOW + 7_000))
                .isEqualTo(3 * SECOND);
        budget.spent(7 * SECOND, 12 * SECOND);
        assertThat(budget.of(record("a", 0, 9, NOW - 300), 12 * SECOND, NOW + 12_000))
                .isZero();
        assertThat(budget.of(record("b", 0, 2, NOW - 300), 12 * SECOND, NOW + 12_000))
                .isZero();
    }

    @Test
    void of_timeThatPassesWithoutWaiting_isGivenBack() {
        budget.of(record("a", 0, 7, NOW - 500), 0, NOW);
        budget.spent(0, 9 * SECOND);

        assertThat(budget.of(record("a", 0, 8, NOW - 500), 11 * SECOND, NOW + 11_000))
                .isEqualTo(3 * SECOND);
        assertThat(budget.of(record("a", 0, 9, NOW - 500), 60 * SECOND, NOW + 60_000))
                .isEqualTo(10 * SECOND);
    }

    @Test
    void of_partitionThatComesAgain_isOfALaterPoll() {
        budget.of(record("a", 0, 7, NOW - 500), 0, NOW);
        budget.of(record("a", 1, 7, NOW - 500), 0, NOW);
        budget.spent(0, 10 * SECOND);

        assertThat(budget.of(record("a", 1, 8, NOW - 500), 10 * SECOND, NOW + 10_000))
                .isZero();
        assertThat(budget.of(record("a", 0, 8, NOW - 500), 10 * SECOND, NOW + 10_000))
                .isEqualTo(10 * SECOND);
    }

    @Test
    void of_recordThatIsReadAgain_isOfALaterPoll() {
        budget.of(record("a", 0, 7, NOW - 500), 0, NOW);
        budget.spent(0, 10 * SECOND);

        assertThat(budget.of(record("a", 0, 7, NOW - 500), 10 * SECOND, NOW + 10_000))
                .isEqualTo(10 * SECOND);
    }

    @Test
    void of_recordYoungerThanTheBudget_isOfALaterPoll() {
        budget.of(record("a", 0, 7, NOW - 500), 0, NOW);
        budget.spent(0, 10 * SECOND);

        assertThat(budget.of(record("a", 0, 8, NOW + 1), 10 * SECOND, NOW + 10_000))
                .isEqualTo(10 * SECOND);
        budget.spent(10 * SECOND, 20 * SECOND);
        assertThat(budget.of(record("a", 0, 9, NOW + 9_000), 20 * SECOND, NOW + 20_000))
                .isZero();
        assertThat(budget.of(record("a", 0, 10, NOW + 99_000), 20 * SECOND, NOW + 20_000))
                .as("a time ahead of the clock")
                .isZero();
    }

    @Test
    void of_recordOfASource_hasABudgetOfItsOwn() {
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "a", null, null, "v");

        assertThat(budget.of(record, 0, NOW)).isEqualTo(10 * SECOND);
        budget.spent(0, 10 * SECOND);
        assertThat(budget.of(record, 10 * SECOND, NOW + 10_000)).isEqualTo(10 * SECOND);
    }

    private static SinkRecord record(String topic, int partition, long offset, long timestamp) {
        return new SinkRecord(topic, partition, null, null, null, "v", offset, timestamp, TimestampType.CREATE_TIME);
    }
}
