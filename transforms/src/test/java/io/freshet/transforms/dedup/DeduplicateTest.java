package io.freshet.transforms.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.record.RouteOfSinkError;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeduplicateTest {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final MovingClock clock = new MovingClock();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void apply_sameKeyWithinTheWindow_isDropped() {
        Deduplicate<SinkRecord> dedup = sink("key", "id", "window", "10ms");

        assertThat(dedup.apply(sink(0, 0, "a", 1_000))).isNotNull();
        assertThat(dedup.apply(sink(0, 1, "b", 1_000))).isNotNull();
        assertThat(dedup.apply(sink(0, 2, "a", 1_009))).isNull();
        assertThat(dedup.apply(sink(1, 0, "a", 991))).isNull();
        assertThat(dedup.apply(sink(0, 3, "a", 1_010))).isNotNull();
        assertThat(dedup.apply(sink(0, 4, "a", 1_019))).isNull();
    }

    @Test
    void apply_processingTime_goesByTheClock() {
        Deduplicate<SinkRecord> dedup = sink("key", "id", "window", "10ms", "time", "processing");

        assertThat(dedup.apply(sink(0, 0, "a", 1))).isNotNull();
        clock.millis += 9;
        assertThat(dedup.apply(sink(0, 1, "a", 1_000_000))).isNull();
        clock.millis += 1;
        assertThat(dedup.apply(sink(0, 2, "a", 1))).isNotNull();
    }

    @Test
    void apply_sinkRewinds_givesEachRecordWhatItGot() {
        Deduplicate<SinkRecord> dedup = sink("key", "id", "window", "10ms", "time", "processing", "max.keys", "2");
        String[] ids = {"a", "b", "a", "c", "d", "d", "a", "b"};
        List<Boolean> first = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            first.add(dedup.apply(sink(0, i, ids[i], 1)) != null);
        }
        assertThat(first).containsExactly(true, true, false, true, true, false, true, true);

        for (int from = ids.length - 1; from >= 0; from--) {
            clock.millis += from % 3 * 7L;
            for (int i = from; i < ids.length; i++) {
                assertThat(dedup.apply(sink(0, i, ids[i], 1)) != null).isEqualTo(first.get(i));
            }
        }
        assertThat(dedup.apply(sink(0, -1, "b", 1))).isNotNull();
    }

    @Test
    void apply_sourceSendsOrReadsAgain_passesAgain() {
        Deduplicate<SourceRecord> dedup = source("key", "id", "window", "1h");

        for (int i = 0; i < 3; i++) {
            assertThat(dedup.apply(source(1, "a"))).isNotNull();
        }
        assertThat(dedup.apply(source(2, "a"))).isNull();
        assertThat(dedup.apply(source(2, "a"))).isNull();
        assertThat(dedup.apply(source(3, "b"))).isNotNull();
        assertThat(dedup.apply(source(1, "a"))).isNotNull();
        assertThat(dedup.apply(source(2, "a"))).isNull();
        assertThat(dedup.apply(source(2, "c"))).isNotNull();
    }

    @Test
    void apply_sendOfATaggedDuplicateTriedAgainAfterTheWindow_isTaggedAgain() {
        Deduplicate<SourceRecord> dedup =
                source("key", "id", "window", "10ms", "time", "processing", "on.duplicate", "tag");
        dedup.apply(source(1, "a"));
        clock.millis += 9;
        assertThat(dedup.apply(source(2, "a"))
                        .headers()
                        .lastWithName("freshet.duplicate")
                        .value())
                .isEqualTo(true);

        clock.millis += 9;
        assertThat(dedup.apply(source(2, "a")).headers()).hasSize(1);
        assertThat(dedup.apply(source(3, "a")).headers()).isEmpty();
    }

    @Test
    void apply_sourceWithoutOffsets_losesNothingWhenASendIsTriedAgain() {
        Deduplicate<SourceRecord> dedup = source("key", "id", "window", "1h");

        assertThat(dedup.apply(vague("a"))).isNotNull();
        assertThat(dedup.apply(vague("a"))).isNotNull();
        assertThat(dedup.apply(vague("b"))).isNotNull();
        assertThat(dedup.apply(vague("a"))).isNull();
    }

    @Test
    void apply_moreKeysThanAreRemembered_oldestIsForgotten() {
        Deduplicate<SinkRecord> dedup = sink("key", "id", "window", "1h", "max.keys", "100");
        for (int i = 0; i < 1_000; i++) {
            assertThat(dedup.apply(sink(0, i, "k" + i, i))).isNotNull();
        }

        for (int i = 900; i < 1_000; i++) {
            assertThat(dedup.apply(sink(1, i, "k" + i, 1_000))).as("k" + i).isNull();
        }
        assertThat(dedup.apply(sink(1, 1_000, "k899", 1_000))).isNotNull();
    }

    @Test
    void apply_valuesOfTheFields_areCompared() {
        assertThat(isDuplicate("42", "42")).isTrue();
        assertThat(isDuplicate("42", 42)).isFalse();
        assertThat(isDuplicate(42, 42L)).isTrue();
        assertThat(isDuplicate(new BigDecimal("1.0"), new BigDecimal("1.00"))).isTrue();
        assertThat(isDuplicate(new byte[] {1}, java.nio.ByteBuffer.wrap(new byte[] {1})))
                .isTrue();
        assertThat(isDuplicate("x".repeat(1_000), "x".repeat(1_000))).isTrue();
        assertThat(isDuplicate("x".repeat(1_000), "x".repeat(999) + "y")).isFalse();
        assertThat(isDuplicate(List.of("ab", "c"), List.of("a", "bc"))).isFalse();
        Map<String, Integer> one = new LinkedHashMap<>(Map.of("a", 1));
        one.put("b", 2);
        Map<String, Integer> other = new LinkedHashMap<>(Map.of("b", 2));
        other.put("a", 1);
        assertThat(isDuplicate(one, other)).isTrue();
    }

    @Test
    void apply_severalFields_makeOneKey() {
        Deduplicate<SinkRecord> dedup = sink("key", "order.id,line", "window", "1h");

        assertThat(dedup.apply(order(0, 1L, "a"))).isNotNull();
        assertThat(dedup.apply(order(1, 1L, "b"))).isNotNull();
        assertThat(dedup.apply(order(2, 1L, null))).isNotNull();
        assertThat(dedup.apply(order(3, 1L, "a"))).isNull();
        assertThat(dedup.apply(order(4, 1L, null))).isNull();
        assertThat(dedup.apply(order(5, null, null))).isNotNull();
        assertThat(dedup.apply(order(6, null, null))).isNotNull();
    }

    @Test
    void apply_wholeRecordKeyWithSchema_isCompared() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("part", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Deduplicate.Key<SinkRecord> dedup = new Deduplicate.Key<>(clock);
        opened.add(dedup);
        dedup.configure(Map.of("key", ".", "window", "1h"));

        assertThat(dedup.apply(keyed(0, schema, new Struct(schema).put("id", 1L))))
                .isNotNull();
        assertThat(dedup.apply(keyed(1, schema, new Struct(schema).put("id", 1L).put("part", "p"))))
                .isNotNull();
        assertThat(dedup.apply(keyed(2, schema, new Struct(schema).put("id", 1L))))
                .isNull();
        assertThat(dedup.apply(keyed(3, null, null))).isNotNull();
        assertThat(dedup.apply(keyed(4, null, null))).isNotNull();
    }

    @Test
    void apply_tombstone_isThatRecord() {
        Deduplicate<SinkRecord> dedup = sink("key", "id", "window", "1h");
        SinkRecord tombstone = new SinkRecord("orders", 0, null, "k", null, null, 0);

        assertThat(dedup.apply(tombstone)).isSameAs(tombstone);
        assertThat(dedup.apply(tombstone)).isSameAs(tombstone);
    }

    @Test
    void apply_whatHasNoFields_failsAndNamesThePath() {
        Deduplicate<SinkRecord> dedup = sink("key", "id.number", "window", "1h");

        assertThatThrownBy(() -> dedup.apply(sink(3, 0, "secret", 1)))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "Record of topic orders, partition 3: Setting 'key' (id.number): Field id.number: expecting a"
                                + " Struct or a Map around 'number'. Found: java.lang.String");
    }

    @Test
    void apply_duplicate_followsOnDuplicate() {
        Deduplicate<SourceRecord> routing = source("key", "id", "window", "1h", "on.duplicate", "route:again");
        routing.apply(source(1, "a"));
        SourceRecord routed = routing.apply(source(2, "a"));
        assertThat(routed.topic()).isEqualTo("again");
        assertThat(routed.sourceOffset()).isEqualTo(Map.of("at", 2L));

        Deduplicate<SinkRecord> failing = sink("key", "id", "window", "1h", "on.duplicate", "fail");
        failing.apply(sink(0, 0, "a", 1));
        assertThatThrownBy(() -> failing.apply(sink(0, 1, "a", 1)))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "Record of topic orders, partition 0: a record with the same key has passed within the window");
        assertThatThrownBy(() -> sink("key", "id", "window", "1h", "on.duplicate", "route:again")
                        .apply(sink(0, 0, "a", 1)))
                .isInstanceOf(RouteOfSinkError.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key=id                          | Missing required configuration \"window\"",
                "key=;window=1h                  | Expecting at least one field path",
                "key=a..b;window=1h              | Expecting a field name",
                "key=id;window=0                 | Expecting a duration of at least 1ms",
                "key=id;window=1h;time=event     | must be one of",
                "key=id;window=1h;max.keys=0     | Value must be at least 1",
                "key=id;window=1h;on.duplicate=x | Expecting one of pass, tag, drop, fail, route:<topic>",
                "key=id;windw=1h;window=1h       | did you mean 'window'?",
            })
    void configure_wrongSetting_saysWhatIsExpected(String settings, String message) {
        assertThatThrownBy(() -> sink(settings.strip().split("[;=]", -1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private boolean isDuplicate(Object one, Object other) {
        Deduplicate<SinkRecord> dedup = sink("key", "id", "window", "1h");
        dedup.apply(sink(0, 0, one, 1));
        return dedup.apply(sink(0, 1, other, 1)) == null;
    }

    private Deduplicate<SinkRecord> sink(String... settings) {
        Deduplicate.Value<SinkRecord> dedup = new Deduplicate.Value<>(clock);
        opened.add(dedup);
        dedup.configure(map(settings));
        return dedup;
    }

    private Deduplicate<SourceRecord> source(String... settings) {
        Deduplicate.Value<SourceRecord> dedup = new Deduplicate.Value<>(clock);
        opened.add(dedup);
        dedup.configure(map(settings));
        return dedup;
    }

    private static Map<String, String> map(String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return map;
    }

    private static SinkRecord sink(int partition, long offset, Object id, long time) {
        return new SinkRecord(
                "orders", partition, null, null, null, Map.of("id", id), offset, time, TimestampType.CREATE_TIME);
    }

    private static SinkRecord order(long offset, @Nullable Long id, @Nullable String line) {
        Map<String, @Nullable Object> order = new HashMap<>();
        order.put("order", Collections.singletonMap("id", id));
        order.put("line", line);
        return new SinkRecord("orders", 0, null, null, null, order, offset, 1L, TimestampType.CREATE_TIME);
    }

    private static SinkRecord keyed(long offset, @Nullable Schema schema, @Nullable Object key) {
        return new SinkRecord("orders", 0, schema, key, null, "v", offset, 1L, TimestampType.CREATE_TIME);
    }

    private static SourceRecord source(long offset, String id) {
        // New maps each time, as another transformation or a second reading makes them.
        return new SourceRecord(
                new HashMap<>(Map.of("file", "f")),
                new HashMap<>(Map.of("at", offset)),
                "orders",
                null,
                null,
                null,
                null,
                Map.of("id", id),
                1L);
    }

    private static SourceRecord vague(String id) {
        return new SourceRecord(Map.of(), Map.of(), "orders", null, null, null, null, Map.of("id", id), 1L);
    }

    private static final class MovingClock extends Clock {
        private long millis = 1_000;

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
