package io.freshet.transforms.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.record.RecordShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
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

    /** The reference remembers the last keys in a list, compares values as texts that tell their kind, and has no hashes. */
    @ParameterizedTest
    @EnumSource
    void apply_keysOfAllTypesAndNone_agreesWithTheReference(RecordShape shape) {
        Random random = new Random(shape.name().hashCode());
        List<SchemaAndValue> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            SchemaAndValue any = RecordShape.anything(random);
            values.add(random.nextInt(4) == 0 ? extended(any) : any);
        }
        LinkedHashMap<String, Long> last = new LinkedHashMap<>();
        int duplicates = 0;
        int forgotten = 0;
        try (Deduplicate.Value<SinkRecord> dedup = dedup(shape, "max.keys", "20", "on.duplicate", "tag")) {
            for (int i = 0; i < RECORDS; i++) {
                SchemaAndValue any = values.get((i / 10 + random.nextInt(60)) % values.size());
                SchemaAndValue around = shape.around(any.value(), any.schema(), random);
                boolean tombstone = random.nextInt(20) == 0;
                SinkRecord record = new SinkRecord(
                        "orders",
                        0,
                        null,
                        null,
                        tombstone ? null : around.schema(),
                        tombstone ? null : around.value(),
                        i,
                        (long) i,
                        TimestampType.CREATE_TIME);

                SinkRecord passed = dedup.apply(record);

                String key = tombstone ? null : key(around.value(), shape);
                Long before = key == null ? null : last.get(key);
                boolean expected = before != null && i - before < WINDOW;
                assertThat(passed.headers().lastWithName("freshet.duplicate") != null)
                        .as("%s: %s", i, key)
                        .isEqualTo(expected);
                assertThat(expected ? passed.value() : passed).isSameAs(expected ? record.value() : record);
                if (key != null && !expected) {
                    last.remove(key);
                    last.put(key, (long) i);
                    if (last.size() > 20) {
                        last.remove(last.keySet().iterator().next());
                        forgotten++;
                    }
                }
                duplicates += expected ? 1 : 0;
            }
        }
        assertThat(duplicates).isBetween(RECORDS / 50, RECORDS * 9 / 10);
        assertThat(forgotten).isPositive();
    }

    /** One that is longer than what is kept of a key. */
    private static SchemaAndValue extended(SchemaAndValue any) {
        return new SchemaAndValue(Schema.STRING_SCHEMA, "long ".repeat(20) + any.value());
    }

    private static @Nullable String key(@Nullable Object whole, RecordShape shape) {
        Object at = whole;
        for (String step : shape.path().split("[.]", -1)) {
            at = at instanceof Struct struct ? struct.get(step) : ((Map<?, ?>) Objects.requireNonNull(at)).get(step);
        }
        if (at instanceof byte[] bytes) {
            return "bytes " + Arrays.toString(bytes);
        }
        if (at instanceof ByteBuffer bytes) {
            return "bytes " + Arrays.toString(new byte[] {bytes.get(0)});
        }
        if (at instanceof Float number) {
            return "Double " + number.doubleValue();
        }
        boolean integer = at instanceof Byte || at instanceof Short || at instanceof Integer || at instanceof Long;
        return at == null ? null : (integer ? "int " : at.getClass().getSimpleName() + " ") + at;
    }

    /** A record has the same id whenever it is read: of each hundred offsets some thirty share theirs. */
    private static long id(int partition, long offset) {
        Random own = new Random(offset * 31 + partition);
        return own.nextInt(3) == 0 ? offset / 100 * 100 + own.nextInt(10) : offset * 10 + partition + 1_000_000;
    }

    private static <R extends ConnectRecord<R>> Deduplicate.Value<R> dedup(RecordShape shape, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("key", shape.path(), "window", WINDOW + "ms"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        Deduplicate.Value<R> dedup = new Deduplicate.Value<>();
        dedup.configure(settings);
        return dedup;
    }
}
