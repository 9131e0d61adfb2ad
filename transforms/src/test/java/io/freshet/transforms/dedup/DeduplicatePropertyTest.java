package io.freshet.transforms.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.record.RecordShape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against the plain reference that remembers everything: 10,000 records of each shape, in sinks that rewind and sources that
 * send again and read again. Each record gets what it got the first time, and nothing is lost.
 */
class DeduplicatePropertyTest {

    private static final int RECORDS = 10_000;
    private static final long WINDOW = 200;

    /** What became of each record, and when each key passed last. */
    private static final class Reference {
        private final Map<String, Boolean> passed = new HashMap<>();
        private final Map<Long, Long> last = new HashMap<>();

        boolean passes(int partition, long offset, long id, long time) {
            return passed.computeIfAbsent(partition + "@" + offset, record -> {
                Long before = last.get(id);
                boolean passes = before == null || Math.abs(time - before) >= WINDOW;
                if (passes) {
                    last.put(id, time);
                }
                return passes;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void apply_sinkThatRewinds_agreesWithTheReference(RecordShape shape) {
        Random random = new Random(shape.name().hashCode());
        Reference reference = new Reference();
        Set<Long> ids = new HashSet<>();
        Set<Long> out = new HashSet<>();
        long[] next = new long[3];
        int dropped = 0;
        try (Deduplicate.Value<SinkRecord> dedup = dedup(shape)) {
            for (int i = 0; i < RECORDS; i++) {
                int partition = random.nextInt(next.length);
                if (random.nextInt(50) == 0) {
                    next[partition] = (long) (random.nextDouble() * next[partition]);
                }
                long offset = next[partition]++;
                long id = id(partition, offset);
                SchemaAndValue value = shape.around(id, Schema.INT64_SCHEMA, random);
                ids.add(id);

                SinkRecord passed = dedup.apply(new SinkRecord(
                        "orders",
                        partition,
                        null,
                        null,
                        value.schema(),
                        value.value(),
                        offset,
                        offset,
                        TimestampType.CREATE_TIME));

                assertThat(passed != null).isEqualTo(reference.passes(partition, offset, id, offset));
                dropped += passed == null ? 1 : 0;
                if (passed != null) {
                    out.add(id);
                }
            }
        }
        assertThat(out).isEqualTo(ids);
        assertThat(dropped).isBetween(RECORDS / 50, RECORDS * 9 / 10);
    }

    @ParameterizedTest
    @EnumSource
    void apply_sourceThatSendsAndReadsAgain_losesNoneAndRepeatsOnlyTheSame(RecordShape shape) {
        Random random = new Random(shape.name().hashCode());
        Map<Long, Long> passedLast = new HashMap<>();
        Set<Long> ids = new HashSet<>();
        long next = 0;
        int dropped = 0;
        try (Deduplicate.Value<SourceRecord> dedup = dedup(shape)) {
            for (int i = 0; i < RECORDS; i++) {
                if (random.nextInt(50) == 0) {
                    next = Math.max(next - random.nextInt(100), 0);
                }
                long offset = next++;
                long id = id(0, offset);
                SchemaAndValue value = shape.around(id, Schema.INT64_SCHEMA, random);
                ids.add(id);
                SourceRecord record = new SourceRecord(
                        Map.of("p", 0),
                        Map.of("o", offset),
                        "orders",
                        null,
                        null,
                        null,
                        value.schema(),
                        value.value(),
                        offset);

                boolean passes = dedup.apply(record) != null;

                Long before = passedLast.get(id);
                boolean expected = before == null || before == offset || Math.abs(offset - before) >= WINDOW;
                assertThat(passes).isEqualTo(expected);
                assertThat(dedup.apply(record) != null).as("sent again").isEqualTo(passes);
                if (passes) {
                    passedLast.put(id, offset);
                }
                dropped += passes ? 0 : 1;
            }
        }
        assertThat(passedLast.keySet()).isEqualTo(ids);
        assertThat(dropped).isBetween(RECORDS / 50, RECORDS * 9 / 10);
    }

    /** A record has the same id whenever it is read: of each hundred offsets some thirty share theirs. */
    private static long id(int partition, long offset) {
        Random own = new Random(offset * 31 + partition);
        return own.nextInt(3) == 0 ? offset / 100 * 100 + own.nextInt(10) : offset * 10 + partition + 1_000_000;
    }

    private static <R extends ConnectRecord<R>> Deduplicate.Value<R> dedup(RecordShape shape) {
        Deduplicate.Value<R> dedup = new Deduplicate.Value<>();
        dedup.configure(Map.of("key", shape.path(), "window", WINDOW + "ms"));
        return dedup;
    }
}
