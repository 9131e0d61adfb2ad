package io.freshet.agent.collect.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.agent.collect.Inventory;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.local.Await;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.LogContext;
import org.junit.jupiter.api.Test;

/** With what real consumers hand out; what the hooks would report is reported by hand. */
class ConsumerProgressTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);
    private static final long NOW = 1_000_000;

    private final AgentHealth health = new AgentHealth(new AgentLog(new PrintStream(OutputStream.nullOutputStream())));
    private final SeriesTable table = new SeriesTable(health);
    private long nanos;
    private boolean isOwn;
    private final ConsumerProgress progress = new ConsumerProgress(() -> NOW, () -> nanos, thread -> isOwn);
    private final SubscriptionState state = new SubscriptionState(new LogContext(), AutoOffsetResetStrategy.EARLIEST);
    private final Object commits = new Object();
    private Object consumer = new Object();

    ConsumerProgressTest() {
        progress.showOn(new SourceShelf(new Inventory(table, ConsumerProgressTest::plans, health)));
        state.assignFromUser(Set.of(FIRST, SECOND));
    }

    @Test
    void polled_twoPartitions_tellsAgeOfTheLastRecordsAndWhatWasReadSinceTheFirst() {
        polled(records(
                FIRST,
                List.of(record(FIRST, 4, NOW - 9_000), record(FIRST, 5, NOW - 3_000), record(FIRST, 9, NOW - 500))));
        polled(records(SECOND, List.of(record(SECOND, 0, NOW + 50))));
        polled(records(FIRST, List.of()));

        assertThat(lines())
                .containsExactly(
                        "last-record-age-seconds[client_id=c, consumergroup=g, topic=t, partition=0] 0.5",
                        "last-record-age-seconds[client_id=c, consumergroup=g, topic=t, partition=1] 0.0",
                        "unprocessed-records[client_id=c, consumergroup=g, topic=t, partition=0] 6.0",
                        "unprocessed-records[client_id=c, consumergroup=g, topic=t, partition=1] 1.0");
    }

    @Test
    void polled_nothingYet_showsNothing() {
        polled(ConsumerRecords.empty());

        assertThat(lines()).isEmpty();
    }

    @Test
    void polled_byAThreadOfTheAgent_showsNothing() {
        isOwn = true;

        polled(records(FIRST, List.of(record(FIRST, 4, NOW))));

        assertThat(lines()).isEmpty();
    }

    @Test
    void polled_recordsWithoutTime_haveNoAge() {
        polled(records(FIRST, List.of(record(FIRST, 4, -1))));

        assertThat(lines().get(0)).endsWith("partition=0] NaN");
    }

    @Test
    void committed_belowAtAndAboveThePosition_leavesTheRest() {
        polled(records(FIRST, List.of(record(FIRST, 4, NOW), record(FIRST, 9, NOW))));

        assertThat(unprocessedAfter(() -> commit(5))).isEqualTo(5);
        assertThat(unprocessedAfter(() -> commit(10))).isZero();
        // Behind the marker that ends a transaction.
        assertThat(unprocessedAfter(() -> commit(11))).isZero();
        assertThat(unprocessedAfter(() -> polled(records(FIRST, List.of(record(FIRST, 12, NOW))))))
                .isEqualTo(2);
        // Back to before the commit.
        assertThat(unprocessedAfter(() -> polled(records(FIRST, List.of(record(FIRST, 4, NOW))))))
                .isZero();
        assertThat(unprocessedAfter(() -> commit(2))).isEqualTo(3);
    }

    @Test
    void committed_byAnotherConsumerOrOfAnotherPartition_changesNothing() {
        polled(records(FIRST, List.of(record(FIRST, 4, NOW))));

        progress.committed(new Object(), Map.of(FIRST, new OffsetAndMetadata(5)));
        progress.committed(commits, Map.of(SECOND, new OffsetAndMetadata(5)));

        assertThat(unprocessed()).isEqualTo(1);
    }

    @Test
    void committedByProducer_forTheGroup_counts() {
        polled(records(FIRST, List.of(record(FIRST, 4, NOW))));

        progress.committedByProducer(group("other"), Map.of(FIRST, new OffsetAndMetadata(5)));
        progress.committedByProducer("of another Kafka", Map.of(FIRST, new OffsetAndMetadata(5)));
        assertThat(unprocessed()).isEqualTo(1);

        progress.committedByProducer(group("g"), Map.of(FIRST, new OffsetAndMetadata(5)));
        assertThat(unprocessed()).isZero();
    }

    @Test
    void partition_takenAway_isGoneWithTheNextPollASecondLater() {
        polled(records(FIRST, List.of(record(FIRST, 4, NOW))));
        polled(records(SECOND, List.of(record(SECOND, 4, NOW))));
        assertThat(lines()).hasSize(4);

        state.assignFromUser(Set.of(SECOND));
        nanos += TimeUnit.SECONDS.toNanos(1);
        polled(ConsumerRecords.empty());

        assertThat(lines()).hasSize(2).allMatch(line -> line.contains("partition=1"));
    }

    @Test
    void left_consumer_isGoneAtOnceAndComesAgainWhenItReads() {
        polled(records(FIRST, List.of(record(FIRST, 4, NOW))));
        assertThat(lines()).hasSize(2);

        progress.left(consumer);
        assertThat(lines()).isEmpty();

        polled(records(FIRST, List.of(record(FIRST, 8, NOW))));
        assertThat(unprocessed()).isEqualTo(1);
    }

    @Test
    void consumer_withoutGroup_hasOnlyAnAge() {
        progress.polled(
                consumer, "c", state, Optional.empty(), commits, null, records(FIRST, List.of(record(FIRST, 4, NOW))));

        assertThat(lines()).containsExactly("last-record-age-seconds[client_id=c, topic=t, partition=0] 0.0");
    }

    @Test
    void polled_unknownRecords_failsOnceAndIsThenLeftAlone() {
        assertThatThrownBy(() -> polled("none of Kafka's")).isInstanceOf(ClassCastException.class);

        polled("none of Kafka's");

        assertThat(lines()).isEmpty();
    }

    @Test
    void consumer_droppedWithoutClosing_isForgotten() {
        polled(records(FIRST, List.of(record(FIRST, 4, NOW))));
        assertThat(lines()).hasSize(2);

        consumer = new Object();

        Await.untilTrue("the consumer is forgotten", Duration.ofSeconds(60), () -> {
            System.gc();
            return lines().isEmpty();
        });
    }

    private double unprocessedAfter(Runnable change) {
        change.run();
        return unprocessed();
    }

    private double unprocessed() {
        String line = lines().stream()
                .filter(some -> some.startsWith("unprocessed"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
    }

    @SuppressWarnings("removal") // Only consumers are to make them.
    private static ConsumerGroupMetadata group(String id) {
        return new ConsumerGroupMetadata(id, 1, "member", Optional.empty());
    }

    private void commit(long offset) {
        progress.committed(commits, Map.of(FIRST, new OffsetAndMetadata(offset)));
    }

    private void polled(Object records) {
        progress.polled(consumer, "c", state, Optional.of("g"), commits, null, records);
    }

    private List<String> lines() {
        progress.catchUp();
        List<String> lines = new ArrayList<>();
        for (Family family : table.families()) {
            String name = new String(family.sampleName(), StandardCharsets.UTF_8);
            family.forEach(series -> series.read(new Line(name, lines)));
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    /** A plan whose name tells the source. */
    private static List<SeriesPlan> plans(MetricSource source) {
        FamilyName name = new FamilyName(source.name() + source.labels(), FamilyType.GAUGE);
        return List.of(SeriesPlan.number(name, "", "", List.of(), source.number()));
    }

    private static ConsumerRecords<String, String> records(
            TopicPartition partition, List<ConsumerRecord<String, String>> records) {
        return new ConsumerRecords<>(Map.of(partition, records), Map.of());
    }

    private static ConsumerRecord<String, String> record(TopicPartition partition, long offset, long timestamp) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                1,
                "k",
                "v",
                new RecordHeaders(),
                Optional.empty());
    }

    private record Line(String name, List<String> lines) implements SampleSink {
        @Override
        public void number(double value) {
            lines.add(name + " " + value);
        }

        @Override
        public void text(String value) {
            throw new AssertionError(value);
        }

        @Override
        public void state(byte[] label, boolean current) {
            throw new AssertionError(name);
        }

        @Override
        public void distribution(long count, double sum, double[] quantiles) {
            throw new AssertionError(name);
        }
    }
}
