package io.freshet.connect.topic.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.connect.topic.bound.End;
import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.transforms.record.ProgressRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final TopicPartition FLIGHTS = new TopicPartition("flights", 3);
    private static final End END = new End(100, "latest");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final RecordMetadata WRITTEN = new RecordMetadata(new TopicPartition("out", 0), 0, 0, 0, 0, 0);

    private final Progress progress = new Progress("replay-progress", Duration.ofSeconds(10), 0);

    @Test
    void due_nothingStoredYet_saysAtOnceWhereReadingStartsAndEnds() {
        progress.follow(FLIGHTS, END, null);

        List<SourceRecord> due = due(40, 0);

        assertThat(due).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("replay-progress");
            assertThat(record.kafkaPartition()).isZero();
            assertThat(record.sourcePartition()).isEqualTo(SourcePosition.partition(FLIGHTS));
            assertThat(record.sourceOffset()).isEqualTo(Map.of("offset", 40L, "end", 100L, "until", "latest"));
            assertThat(ProgressRecord.is(record)).isTrue();
        });
        assertThat(due(40, 1)).isEmpty();
        assertThat(progress.made()).isEqualTo(1);
    }

    @Test
    void due_allIsDropped_saysSoOnceInAnInterval() {
        progress.follow(FLIGHTS, null, 40L);

        assertThat(due(50, 0)).as("the interval has only begun").isEmpty();
        assertThat(due(60, 9 * SECOND)).isEmpty();
        assertThat(offsets(due(70, 10 * SECOND))).containsExactly(Map.of("offset", 70L));
        assertThat(due(80, 11 * SECOND)).isEmpty();
        assertThat(offsets(due(90, 20 * SECOND))).containsExactly(Map.of("offset", 90L));
        assertThat(due(90, 50 * SECOND)).as("nothing was read since").isEmpty();
    }

    @Test
    void due_recordsComeOut_saysNothing() {
        progress.follow(FLIGHTS, null, 40L);
        for (int round = 1; round < 10; round++) {
            progress.done(record(40 + round), WRITTEN);
            assertThat(due(42 + round, 10L * round * SECOND)).isEmpty();
        }
        progress.done(record(60), null);
        assertThat(offsets(due(60, 100 * SECOND)))
                .as("what was dropped does not count")
                .containsExactly(Map.of("offset", 60L));
    }

    @Test
    void due_atTheEnd_saysSoAtOnceAndOnce() {
        progress.follow(FLIGHTS, END, 40L);

        assertThat(due(99, 1)).isEmpty();
        assertThat(offsets(due(100, 2))).containsExactly(Map.of("offset", 100L, "end", 100L, "until", "latest"));
        assertThat(due(100, 100 * SECOND)).isEmpty();
    }

    @Test
    void due_lastRecordBeforeTheEndCameOut_saysNothing() {
        progress.follow(FLIGHTS, END, 40L);
        progress.done(record(100), WRITTEN);

        assertThat(due(100, 100 * SECOND)).isEmpty();
    }

    private List<SourceRecord> due(long position, long now) {
        return progress.due(partition -> position, now);
    }

    private static List<Map<String, Object>> offsets(List<SourceRecord> records) {
        return records.stream()
                .map(record -> Map.<String, Object>copyOf(record.sourceOffset()))
                .toList();
    }

    private static SourceRecord record(long next) {
        return new SourceRecord(
                SourcePosition.partition(FLIGHTS), SourcePosition.offset(next, null), "out", 3, null, null, null, "v");
    }
}
