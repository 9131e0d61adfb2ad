package io.freshet.transforms.eventtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.json.PlainJson;
import io.freshet.transforms.record.RouteOfSinkError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
class EventTimeTest {

    private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);

    /** 2026-11-23T10:20:30.123Z */
    private static final long EVENT = 1_795_429_230_123L;

    private static final long CAME_WITH = 42L;
    private static final Schema TIME = Timestamp.builder().optional().build();

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epoch-seconds | 1795429230        | 1795429230000",
                "epoch-seconds | 1795429230.123    | 1795429230123",
                "epoch-seconds | 1.7954292301239E9 | 1795429230123",
                "epoch-millis  | 1795429230123     | 1795429230123",
                "epoch-micros  | 1795429230123999  | 1795429230123",
                "epoch-nanos   | 1795429230123999999 | 1795429230123",
                "detect        | 2026-11-23T10:20:30.123Z       | 1795429230123",
                "iso-8601      | 2026-11-23T10:20:30Z           | 1795429230000",
                "iso-8601      | 2026-11-23T10:20:30.1Z         | 1795429230100",
                "iso-8601      | 2026-11-23T10:20:30.123456789Z | 1795429230123",
                "iso-8601      | 2026-11-23t10:20:30.123z       | 1795429230123",
                "iso-8601      | 2026-11-23T12:20:30.123+02:00  | 1795429230123",
                "iso-8601      | 2026-11-23T12:20:30.123+0200   | 1795429230123",
                "iso-8601      | 2026-11-23T12:20:30.123+02     | 1795429230123",
                "iso-8601      | 2026-11-23 12:20:30.123 +02:00 | 1795429230123",
                "iso-8601      | 2026-11-23T12:20:30.123+01:00[Europe/Paris] | 1795432830123",
                "iso-8601      | 2026-11-23T10:20:30.123        | 1795429230123",
                "iso-8601      | 2026-11-23T10:20               | 1795429200000",
                "iso-8601      | 2026-11-23                     | 1795392000000",
            })
    void apply_timeInText_becomesTheTimestamp(String format, String text, long expected) {
        assertThat(timestamp(text, "format", format)).isEqualTo(expected);
    }

    @Test
    void apply_numbersOfAnyType_areCounted() {
        assertThat(timestamp(EVENT)).isEqualTo(EVENT);
        assertThat(timestamp(1_795_429_230, "format", "epoch-seconds")).isEqualTo(1_795_429_230_000L);
        assertThat(timestamp((short) 7, "format", "epoch-seconds")).isEqualTo(7_000);
        assertThat(timestamp(new BigDecimal("1795429230.1239"), "format", "epoch-seconds"))
                .isEqualTo(EVENT);
        assertThat(timestamp(1.5E18, "format", "epoch-nanos")).isEqualTo(1_500_000_000_000L);
    }

    @Test
    void apply_patterns_areReadInTheirZoneAndLanguage() {
        assertThat(timestamp("23/Nov/2026:12:20:30 +0200", "format", "pattern", "pattern", "dd/MMM/yyyy:HH:mm:ss Z"))
                .isEqualTo(1_795_429_230_000L);
        assertThat(timestamp(
                        "23.11.2026 11:20:30",
                        "format",
                        "pattern",
                        "pattern",
                        "dd.MM.yyyy HH:mm:ss",
                        "zone",
                        "Europe/Paris"))
                .isEqualTo(1_795_429_230_000L);
        assertThat(timestamp(
                        "23 novembre 2026 10h20",
                        "format",
                        "pattern",
                        "pattern",
                        "d MMMM yyyy HH'h'mm",
                        "locale",
                        "fr"))
                .isEqualTo(1_795_429_200_000L);
        assertThat(timestamp("10:20 pm 11/22/26", "format", "pattern", "pattern", "hh:mm a MM/dd/yy"))
                .isEqualTo(1_795_386_000_000L);
        assertThat(timestamp(20261123, "format", "pattern", "pattern", "yyyyMMdd"))
                .isEqualTo(1_795_392_000_000L);
        assertThat(timestamp("2026-11-23T11:20:30.123", "zone", "Europe/Paris")).isEqualTo(EVENT);
    }

    @Test
    void apply_typesThatSayWhatTheyAre_needNoFormat() {
        String[] otherwise = {"format", "epoch-seconds"};
        assertThat(typed(Timestamp.SCHEMA, new Date(EVENT), otherwise)).isEqualTo(EVENT);
        assertThat(typed(org.apache.kafka.connect.data.Date.SCHEMA, new Date(1_795_392_000_000L), otherwise))
                .isEqualTo(1_795_392_000_000L);
        assertThat(typed(debezium("Timestamp", Schema.Type.INT64), EVENT, otherwise))
                .isEqualTo(EVENT);
        assertThat(typed(debezium("MicroTimestamp", Schema.Type.INT64), EVENT * 1_000 + 999, otherwise))
                .isEqualTo(EVENT);
        assertThat(typed(debezium("NanoTimestamp", Schema.Type.INT64), EVENT * 1_000_000, otherwise))
                .isEqualTo(EVENT);
        assertThat(typed(debezium("ZonedTimestamp", Schema.Type.STRING), "2026-11-23T12:20:30.123456+02:00", otherwise))
                .isEqualTo(EVENT);
        assertThat(typed(debezium("Date", Schema.Type.INT32), 20_780, otherwise))
                .isEqualTo(1_795_392_000_000L);
        assertThat(typed(Decimal.schema(3), new BigDecimal("1795429230.123"), otherwise))
                .isEqualTo(EVENT);
        assertThatThrownBy(() -> typed(Time.SCHEMA, new Date(7)))
                .hasMessage("Record of topic flights, partition 3: Field at: expecting a time with its date. Found:"
                        + " java.util.Date that is none");
    }

    @Test
    void apply_nestedPathWithSchemaOrWithout_isFollowed() {
        Schema meta = SchemaBuilder.struct()
                .field("sent.at", Schema.INT64_SCHEMA)
                .optional()
                .build();
        Schema schema = SchemaBuilder.struct().field("meta", meta).build();
        EventTime.Value<SinkRecord> time = time("field", "meta.`sent.at`");

        assertThat(time.apply(sink(schema, new Struct(schema).put("meta", new Struct(meta).put("sent.at", EVENT))))
                        .timestamp())
                .isEqualTo(EVENT);
        assertThat(time.apply(sink(null, Map.of("meta", Map.of("sent.at", EVENT))))
                        .timestamp())
                .isEqualTo(EVENT);
        assertThat(time.apply(sink(null, new PlainJson().view(utf8("{\"meta\":{\"sent.at\":" + EVENT + "}}"))))
                        .timestamp())
                .isEqualTo(EVENT);
    }

    @Test
    void apply_key_isReadWhole() {
        EventTime.Key<SinkRecord> time = open(new EventTime.Key<>(CLOCK));
        time.configure(Map.of("field", ".", "format", "iso-8601"));

        SinkRecord timed = time.apply(new SinkRecord(
                "flights",
                3,
                Schema.STRING_SCHEMA,
                "2026-11-23T10:20:30.123Z",
                null,
                null,
                7,
                CAME_WITH,
                TimestampType.CREATE_TIME));

        assertThat(timed.timestamp()).isEqualTo(EVENT);
    }

    @Test
    void apply_tombstoneOrNoKey_isThatRecord() {
        SinkRecord tombstone = sink(null, null);
        EventTime.Key<SinkRecord> key = open(new EventTime.Key<>(CLOCK));
        key.configure(Map.of("field", "at"));

        assertThat(time("field", "at").apply(tombstone)).isSameAs(tombstone);
        SinkRecord keyless = new SinkRecord("flights", 3, null, null, null, Map.of("at", EVENT), 7);
        assertThat(key.apply(keyless)).isSameAs(keyless);
    }

    @Test
    void apply_sourceRecord_keepsAllElse() {
        EventTime.Value<SourceRecord> time = open(new EventTime.Value<>(CLOCK));
        time.configure(Map.of("field", "at"));
        SourceRecord record = new SourceRecord(
                Map.of("file", "a"),
                Map.of("line", 7L),
                "flights",
                3,
                Schema.STRING_SCHEMA,
                "k",
                null,
                Map.of("at", EVENT),
                null,
                new ConnectHeaders().addString("from", "JFK"));

        assertThat(time.apply(record))
                .isEqualTo(new SourceRecord(
                        Map.of("file", "a"),
                        Map.of("line", 7L),
                        "flights",
                        3,
                        Schema.STRING_SCHEMA,
                        "k",
                        null,
                        Map.of("at", EVENT),
                        EVENT,
                        new ConnectHeaders().addString("from", "JFK")));
    }

    @Test
    void apply_timeIsMissing_followsOnMissing() {
        SinkRecord record = sink(null, Collections.singletonMap("at", null));

        assertThatThrownBy(() -> time("field", "at").apply(record))
                .isInstanceOf(DataException.class)
                .hasMessage("Record of topic flights, partition 3: Field at: expecting a time. Found: null");
        assertThat(time("field", "at", "on.missing", "pass").apply(record)).isSameAs(record);
        assertThat(time("field", "at", "on.missing", "drop").apply(record)).isNull();
        SinkRecord tagged = time("field", "at", "on.missing", "tag").apply(record);
        assertThat(tagged.timestamp()).isEqualTo(CAME_WITH);
        assertThat(header(tagged, "freshet.event-time.missing")).isEqualTo("Field at: expecting a time. Found: null");
        assertThat(time("field", "elsewhere.at", "on.missing", "pass").apply(record))
                .isSameAs(record);
    }

    @ParameterizedTest
    @CsvSource({
        "detect, soon",
        "epoch-millis, 1e400000000",
        "epoch-seconds, 99999999999999999999",
        "iso-8601, 2026-02-30T10:20:30Z",
        "iso-8601, 2026-11-23T25:20:30Z",
        "iso-8601, 10:20:30",
    })
    void apply_noTimeOfTheFormat_failsWithoutTheText(String format, String secret) {
        assertThatThrownBy(() -> timestamp(secret, "format", format))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Record of topic flights, partition 3: Field at: expecting ")
                .hasMessageEndingWith(" Found: java.lang.String that is none")
                .hasMessageNotContaining(secret)
                .hasNoSuppressedExceptions();
    }

    @Test
    void apply_otherType_followsOnError() {
        SourceRecord record = source(Map.of("at", List.of(1)));
        EventTime.Value<SourceRecord> time = open(new EventTime.Value<>(CLOCK));
        time.configure(Map.of("field", "at", "on.error", "route:flights-without-time"));

        SourceRecord routed = time.apply(record);

        assertThat(routed.topic()).isEqualTo("flights-without-time");
        assertThat(routed.kafkaPartition()).isNull();
        assertThat(routed.timestamp()).isEqualTo(CAME_WITH);
        assertThat(header(routed, "freshet.event-time.error"))
                .isEqualTo(
                        "Field at: expecting milliseconds since the epoch or, as text, a time as of ISO 8601. Found: "
                                + List.of(1).getClass().getName() + " that is none");
        assertThatThrownBy(() -> time("field", "at", "on.error", "route:other").apply(sink(null, Map.of("at", true))))
                .isInstanceOf(RouteOfSinkError.class);
    }

    @Test
    void apply_implausibleTime_followsOnImplausible() {
        assertThat(timestamp(NOW + 3_600_000)).isEqualTo(NOW + 3_600_000);
        assertThatThrownBy(() -> timestamp(NOW + 3_600_001))
                .isInstanceOf(DataException.class)
                .hasMessage("Record of topic flights, partition 3: Field at: expecting a time at most 3600000ms in the"
                        + " future (max.future)");
        assertThatThrownBy(() -> timestamp(-1L))
                .hasMessage("Record of topic flights, partition 3: Field at: expecting a time that is not before"
                        + " 1970-01-01T00:00:00Z (not.before)");
        SinkRecord tagged = time("field", "at", "on.implausible", "tag", "not.before", "2020-01-01")
                .apply(sink(null, Map.of("at", 1_795_429_230L)));
        assertThat(tagged.timestamp()).isEqualTo(CAME_WITH);
        assertThat(header(tagged, "freshet.event-time.implausible"))
                .isEqualTo("Field at: expecting a time that is not before 2020-01-01T00:00:00Z (not.before)");
        assertThat(time("field", "at", "on.implausible", "drop").apply(sink(null, Map.of("at", Long.MAX_VALUE))))
                .isNull();
    }

    @Test
    void apply_clockGoesOn_moreIsPlausible() {
        MovingClock clock = new MovingClock(0);
        Plausible plausible = new Plausible(Instant.EPOCH, java.time.Duration.ofMillis(10), clock);

        assertThat(plausible.objectionTo(11)).isNotNull();
        clock.millis = 1;
        assertThat(plausible.objectionTo(11)).isNull();
    }

    @Test
    void apply_threeTimesAskedFor_areHeadersAndFieldsOfAStruct() {
        Schema schema = SchemaBuilder.struct()
                .name("Flight")
                .version(2)
                .field("at", Schema.OPTIONAL_INT64_SCHEMA)
                .field(
                        "gate",
                        SchemaBuilder.string().optional().defaultValue("A1").build())
                .build();
        Struct flight = new Struct(schema).put("at", EVENT).put("gate", null);
        EventTime.Value<SinkRecord> time = time(
                "field",
                "at",
                "event.time.to",
                "header:event",
                "log.append.time.to",
                "field:appended",
                "processing.time.to",
                "field:processed",
                "on.missing",
                "pass");

        SinkRecord timed = time.apply(appended(schema, flight));

        Schema extended = SchemaBuilder.struct()
                .name("Flight")
                .version(2)
                .field("at", Schema.OPTIONAL_INT64_SCHEMA)
                .field(
                        "gate",
                        SchemaBuilder.string().optional().defaultValue("A1").build())
                .field("appended", TIME)
                .field("processed", TIME)
                .build();
        assertThat(timed.valueSchema()).isEqualTo(extended);
        assertThat(timed.value())
                .isEqualTo(new Struct(extended)
                        .put("at", EVENT)
                        .put("gate", null)
                        .put("appended", new Date(CAME_WITH))
                        .put("processed", new Date(NOW)));
        assertThat(timed.timestamp()).isEqualTo(EVENT);
        assertThat(timed.headers().lastWithName("event").schema()).isEqualTo(Timestamp.SCHEMA);
        assertThat(timed.headers().lastWithName("event").value()).isEqualTo(new Date(EVENT));
        SinkRecord untimed = time.apply(appended(schema, new Struct(schema)));
        assertThat(untimed.valueSchema()).isSameAs(timed.valueSchema());
        assertThat(untimed.headers()).isEmpty();
        assertThat(flight.schema()).isSameAs(schema);
    }

    @Test
    void apply_threeTimesAskedForWithoutSchema_areMillisecondsInAMap() {
        Map<String, Object> flight = Map.of("at", EVENT);
        EventTime.Value<SinkRecord> time = time(
                "field",
                "at",
                "event.time.to",
                "field:event",
                "log.append.time.to",
                "field:appended",
                "processing.time.to",
                "field:processed");
        Map<String, @Nullable Object> expected = new HashMap<>(Map.of("at", EVENT, "event", EVENT, "processed", NOW));

        expected.put("appended", CAME_WITH);
        assertThat(time.apply(appended(null, flight)).value()).isEqualTo(expected);
        expected.put("appended", null);
        assertThat(time.apply(sink(null, flight)).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "field=                                 | Expecting a field name",
                "field=a..b                             | Expecting a field name",
                "field=at;format=seconds                | must be one of",
                "field=at;format=pattern                | Expecting a pattern where format=pattern",
                "field=at;pattern=yyyy                  | Expecting pattern where there is a pattern",
                "field=at;format=pattern;pattern=HH:mm  | Expecting a pattern of DateTimeFormatter that has a date",
                "field=at;format=pattern;pattern=bbb{   | Expecting a pattern of DateTimeFormatter that has a date",
                "field=at;format=pattern;pattern=yyyy-MM-dd;locale=xx-none | Expecting a language such as en",
                "field=at;zone=Mars                     | Expecting a zone such as Europe/Paris or +01:00",
                "field=at;not.before=1969-12-31         | Expecting a time as of ISO 8601, since 1970",
                "field=at;max.future=soon               | Expecting a number with one of the units",
                "field=at;on.missing=null               | Expecting one of pass, tag, drop, fail, route:<topic>",
                "field=at;event.time.to=time            | Expecting header:<name> or field:<name>",
                "field=at;event.time.to=field:t;processing.time.to=field:t | Expecting a place that no other time has",
                "field=.;event.time.to=field:t          | Expecting a header where 'field' is the whole",
                "field=at;feild=at                      | Unknown setting 'feild': did you mean 'field'?",
            })
    void configure_wrongSetting_saysWhatIsExpected(String settings, String message) {
        Map<String, String> map = new HashMap<>();
        for (String setting : settings.strip().split(";", -1)) {
            map.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
        }

        assertThatThrownBy(() -> new EventTime.Value<SinkRecord>(CLOCK).configure(map))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private static final class MovingClock extends Clock {
        private long millis;

        MovingClock(long millis) {
            this.millis = millis;
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private @Nullable Long timestamp(Object value, String... settings) {
        return time(and(settings, "field", "at"))
                .apply(sink(null, Map.of("at", value)))
                .timestamp();
    }

    private @Nullable Long typed(Schema type, Object value, String... settings) {
        Schema schema = SchemaBuilder.struct().field("at", type).build();
        return time(and(settings, "field", "at"))
                .apply(sink(schema, new Struct(schema).put("at", value)))
                .timestamp();
    }

    private static Schema debezium(String name, Schema.Type type) {
        return SchemaBuilder.type(type)
                .name("io.debezium.time." + name)
                .version(1)
                .build();
    }

    private static String[] and(String[] settings, String... more) {
        String[] all = Arrays.copyOf(settings, settings.length + more.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return all;
    }

    private EventTime.Value<SinkRecord> time(String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        EventTime.Value<SinkRecord> time = open(new EventTime.Value<>(CLOCK));
        time.configure(map);
        return time;
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private static @Nullable Object header(ConnectRecord<?> record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null ? null : header.value();
    }

    private static SinkRecord sink(@Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(
                "flights", 3, Schema.STRING_SCHEMA, "k", schema, value, 7, CAME_WITH, TimestampType.CREATE_TIME);
    }

    private static SinkRecord appended(@Nullable Schema schema, Object value) {
        return new SinkRecord(
                "flights", 3, Schema.STRING_SCHEMA, "k", schema, value, 7, CAME_WITH, TimestampType.LOG_APPEND_TIME);
    }

    private static SourceRecord source(Object value) {
        return new SourceRecord(
                Map.of(), Map.of("line", 7L), "flights", 3, Schema.STRING_SCHEMA, "k", null, value, CAME_WITH);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
