package io.freshet.transforms.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.table.Table;
import java.util.Collections;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
class AsOfTest {

    private static final long TIME = 1_767_225_600_123L;

    @Test
    void of_latestAndRecordTime_needNoField() {
        assertThat(AsOf.parse("as.of", "latest").of(record("anything"))).isEqualTo(Table.LATEST);
        assertThat(AsOf.parse("as.of", "record-time").of(record("anything"))).isEqualTo(42);
    }

    @Test
    void of_recordWithoutTime_saysSo() {
        SinkRecord record = new SinkRecord("flights", 0, null, null, null, "v", 7);

        assertThatThrownBy(() -> AsOf.parse("as.of", "record-time").of(record))
                .isInstanceOf(DataException.class)
                .hasMessage("Setting 'as.of' (record-time): expecting a time in the record. Found: none");
    }

    static Stream<Object> times() {
        return Stream.of(
                TIME,
                new Date(TIME),
                "2026-01-01T00:00:00.123Z",
                "2026-01-01T00:00:00.123999Z",
                "2026-01-01T01:00:00.123+01:00",
                "2026-01-01T01:00:00.123+01:00[Europe/Paris]");
    }

    @ParameterizedTest
    @MethodSource("times")
    void of_fieldOfAMap_isItsTime(Object time) {
        assertThat(AsOf.parse("as.of", "field:flight.`departed.at`")
                        .of(record(Map.of("flight", Map.of("departed.at", time)))))
                .isEqualTo(TIME);
    }

    static Stream<Arguments> typedTimes() {
        return Stream.of(
                Arguments.of(Schema.INT64_SCHEMA, TIME),
                Arguments.of(Timestamp.SCHEMA, new Date(TIME)),
                Arguments.of(named("io.debezium.time.Timestamp"), TIME),
                Arguments.of(named("io.debezium.time.MicroTimestamp"), TIME * 1_000 + 999),
                Arguments.of(named("io.debezium.time.NanoTimestamp"), TIME * 1_000_000 + 999_999));
    }

    @ParameterizedTest
    @MethodSource("typedTimes")
    void of_fieldOfAStruct_isCountedInItsUnit(Schema schema, Object time) {
        assertThat(AsOf.parse("as.of", "field:at").of(record(schema, time))).isEqualTo(TIME);
    }

    static Stream<Arguments> noTimes() {
        return Stream.of(
                Arguments.of(7, "java.lang.Integer"),
                Arguments.of(1.5, "java.lang.Double"),
                Arguments.of(true, "java.lang.Boolean"),
                Arguments.of("2026-01-01T00:00:00", "other text"),
                Arguments.of("2026-01-01", "other text"),
                Arguments.of("secret", "other text"));
    }

    @ParameterizedTest
    @MethodSource("noTimes")
    void of_noTime_namesPathAndTypeButNoValue(Object value, String found) {
        assertThatThrownBy(() -> AsOf.parse("as.of", "field:at").of(record(Map.of("at", value))))
                .isInstanceOf(DataException.class)
                .hasMessage("Setting 'as.of' (field:at): expecting int64 milliseconds, a Connect Timestamp or Date, or"
                        + " ISO-8601 text with a zone. Found: " + found);
    }

    @Test
    void of_absentFieldOrUnitOfSomethingElse_saysSo() {
        assertThatThrownBy(() -> AsOf.parse("as.of", "field:at").of(record(Collections.emptyMap())))
                .hasMessageEndingWith("Found: null");
        assertThatThrownBy(() -> AsOf.parse("as.of", "field:at").of(record(named("io.debezium.time.MicroTime"), 7L)))
                .hasMessageEndingWith("Found: io.debezium.time.MicroTime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "field", "record_time"})
    void parse_noTimeOfARecord_saysWhatIs(String text) {
        assertThatThrownBy(() -> AsOf.parse("as.of", text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + text
                        + " for configuration as.of: Expecting one of latest, record-time, field:<path>");
    }

    private static Schema named(String name) {
        return SchemaBuilder.int64().name(name).build();
    }

    private static SinkRecord record(Schema schema, Object time) {
        Schema around = SchemaBuilder.struct().field("at", schema).build();
        return sinkRecord(around, new Struct(around).put("at", time));
    }

    private static SinkRecord record(Object value) {
        return sinkRecord(null, value);
    }

    private static SinkRecord sinkRecord(@Nullable Schema schema, Object value) {
        return new SinkRecord("flights", 0, null, null, schema, value, 7, 42L, TimestampType.CREATE_TIME);
    }
}
