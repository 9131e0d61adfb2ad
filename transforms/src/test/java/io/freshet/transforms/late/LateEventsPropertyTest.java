package io.freshet.transforms.late;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.record.RecordShape;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against the plain reference that remembers everything: 10,000 records of each shape, in sinks that rewind and sources that
 * send again and read again. A verdict is that of the first time, always.
 */
class LateEventsPropertyTest {

    private static final int RECORDS = 10_000;
    private static final long ALLOWED = 50;

    /** All verdicts ever given, and the greatest time of each partition. */
    private static final class Reference {
        private final Map<String, Long> verdicts = new HashMap<>();
        private final Map<Integer, Long> greatest = new HashMap<>();

        /** Returns by how much a record is late, 0 if it is not. */
        long judge(int partition, long offset, long time) {
            return verdicts.computeIfAbsent(partition + "@" + offset, record -> {
                long seen = greatest.merge(partition, time, Math::max);
                return Math.max(seen - ALLOWED - time, 0);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void apply_sinkThatRewinds_agreesWithTheReference(RecordShape shape) {
        Random random = new Random(shape.name().hashCode());
        Reference reference = new Reference();
        long[] next = new long[3];
        int late = 0;
        try (LateEvents<SinkRecord> events = events()) {
            for (int i = 0; i < RECORDS; i++) {
                int partition = random.nextInt(next.length);
                if (random.nextInt(50) == 0) {
                    next[partition] = (long) (random.nextDouble() * next[partition]);
                }
                long offset = next[partition]++;
                long time = time(partition, offset);
                SchemaAndValue any = RecordShape.anything(random);
                SchemaAndValue value = shape.around(any.value(), any.schema(), random);

                SinkRecord judged = events.apply(new SinkRecord(
                        "flights",
                        partition,
                        null,
                        null,
                        value.schema(),
                        random.nextInt(20) == 0 ? null : value.value(),
                        offset,
                        time,
                        TimestampType.CREATE_TIME));

                long expected = reference.judge(partition, offset, time);
                late += expected > 0 ? 1 : 0;
                assertThat(lateBy(judged)).isEqualTo(expected == 0 ? null : expected);
            }
        }
        assertThat(late).isBetween(RECORDS / 50, RECORDS / 2);
    }

    @ParameterizedTest
    @EnumSource
    void apply_sourceThatSendsAndReadsAgain_agreesWithTheReference(RecordShape shape) {
        Random random = new Random(shape.name().hashCode());
        Reference reference = new Reference();
        long[] next = new long[3];
        int late = 0;
        try (LateEvents<SourceRecord> events = events()) {
            for (int i = 0; i < RECORDS; i++) {
                int partition = random.nextInt(next.length);
                int luck = random.nextInt(50);
                if (luck == 0 && random.nextBoolean()) {
                    next[partition] = Math.max(next[partition] - random.nextInt(40), 0);
                }
                long offset = next[partition]++;
                long time = time(partition, offset);
                SchemaAndValue any = RecordShape.anything(random);
                SchemaAndValue value = shape.around(any.value(), any.schema(), random);
                SourceRecord record = new SourceRecord(
                        Map.of("p", partition),
                        Map.of("o", offset),
                        "flights",
                        null,
                        null,
                        null,
                        value.schema(),
                        value.value(),
                        time);

                for (int sent = 0; sent < (luck == 1 ? 3 : 1); sent++) {
                    boolean expected = reference.judge(partition, offset, time) > 0;
                    late += expected ? 1 : 0;
                    assertThat(lateBy(events.apply(record)) != null).isEqualTo(expected);
                }
            }
        }
        assertThat(late).isBetween(RECORDS / 50, RECORDS / 2);
    }

    /** A record has the same time whenever it is read. */
    private static long time(int partition, long offset) {
        Random own = new Random(offset * 31 + partition);
        return 1_000_000 + offset * 2 - (own.nextInt(5) == 0 ? own.nextInt(500) : own.nextInt(20));
    }

    private static <R extends ConnectRecord<R>> LateEvents<R> events() {
        LateEvents<R> events = new LateEvents<>();
        events.configure(Map.of("allowed.lateness", ALLOWED + "ms"));
        return events;
    }

    private static @Nullable Object lateBy(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName("freshet.late");
        return header == null ? null : header.value();
    }
}
