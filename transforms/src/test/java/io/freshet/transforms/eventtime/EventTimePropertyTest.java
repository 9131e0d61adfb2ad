package io.freshet.transforms.eventtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.record.RecordShape;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against the plain reference that a time which was written is the time that is read: 10,000 records of each shape, and beside
 * them some without a time or a value. A reader of
 * dates of its own, in java.time, is the reference of what is written out.
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
class EventTimePropertyTest {

    private static final int RECORDS = 10_000;
    private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final long LATEST = NOW + 3_600_000;
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final DateTimeFormatter PATTERN =
            DateTimeFormatter.ofPattern("EEE dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH);

    /** A time as it is written, and what is read of it. */
    private record Written(String format, Object value, Schema type, long expected) {}

    @ParameterizedTest
    @EnumSource
    void apply_timesThatWereWritten_areRead(RecordShape shape) {
        Random random = new Random(shape.name().hashCode());
        for (String format :
                new String[] {"epoch-seconds", "epoch-millis", "epoch-micros", "epoch-nanos", "iso-8601", "pattern"}) {
            try (EventTime.Value<SourceRecord> time = time(shape, format)) {
                for (int i = 0; i < RECORDS / 6 + 1; i++) {
                    if (i % 20 == 0) {
                        SourceRecord untimed = i % 40 == 0
                                ? record(SchemaAndValue.NULL)
                                : record(shape.around(null, Schema.OPTIONAL_INT64_SCHEMA, random));
                        assertThat(time.apply(untimed)).isSameAs(untimed);
                    }
                    Written written = written(format, random, shape);
                    SourceRecord record = record(shape.around(written.value, written.type, random));

                    SourceRecord timed = time.apply(record);

                    if (written.expected < 0 || written.expected > LATEST) {
                        assertThat(timed).as("%s", written).isNull();
                    } else {
                        assertThat(timed.timestamp()).as("%s", written).isEqualTo(written.expected);
                        assertThat(timed.value()).isSameAs(record.value());
                        assertThat(timed.sourceOffset()).isSameAs(record.sourceOffset());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void apply_anything_isReadOrADataException(RecordShape shape) {
        Random random = new Random(shape.name().hashCode());
        String[] formats = {"detect", "epoch-seconds", "epoch-nanos", "iso-8601", "pattern"};
        int read = 0;
        for (String format : formats) {
            try (EventTime.Value<SourceRecord> time = time(shape, format)) {
                for (int i = 0; i < RECORDS / formats.length; i++) {
                    SchemaAndValue any = RecordShape.anything(random);
                    try {
                        SourceRecord timed = time.apply(record(shape.around(any.value(), any.schema(), random)));
                        read += timed == null ? 0 : 1;
                    } catch (DataException e) {
                        assertThat(e).hasMessageStartingWith("Record of topic flights, partition null: Field ");
                    }
                }
            }
        }
        assertThat(read).isBetween(1, RECORDS);
    }

    private static Written written(String format, Random random, RecordShape shape) {
        long millis = time(random);
        Instant instant = Instant.ofEpochMilli(millis);
        boolean logical = shape.isTyped() && random.nextInt(4) == 0;
        if (logical) {
            return new Written(format, new Date(millis), Timestamp.SCHEMA, millis);
        }
        return switch (format) {
            case "epoch-seconds" -> seconds(format, millis, random, shape);
            case "epoch-millis" -> new Written(format, millis, Schema.INT64_SCHEMA, millis);
            case "epoch-micros" ->
                new Written(format, millis * 1_000 + random.nextInt(1_000), Schema.INT64_SCHEMA, millis);
            case "epoch-nanos" -> nanos(format, random);
            case "iso-8601" -> iso(format, instant, random);
            default -> {
                ZonedDateTime local = instant.atZone(ZONE).withEarlierOffsetAtOverlap();
                yield new Written(
                        format,
                        local.format(PATTERN),
                        Schema.OPTIONAL_STRING_SCHEMA,
                        local.toInstant().toEpochMilli());
            }
        };
    }

    private static Written seconds(String format, long millis, Random random, RecordShape shape) {
        BigDecimal exact = BigDecimal.valueOf(millis, 3);
        if (random.nextBoolean()) {
            return new Written(format, exact.toPlainString(), Schema.STRING_SCHEMA, millis);
        }
        if (shape == RecordShape.JSON || random.nextBoolean()) {
            long whole = Math.floorDiv(millis, 1_000L);
            return new Written(format, whole, Schema.INT64_SCHEMA, whole * 1_000);
        }
        return new Written(format, exact, Decimal.schema(3), millis);
    }

    private static Written nanos(String format, Random random) {
        long nanos = random.nextLong() >> random.nextInt(8);
        SchemaBuilder type = random.nextBoolean()
                ? SchemaBuilder.int64()
                : SchemaBuilder.int64().optional();
        return new Written(format, nanos, type.build(), Math.floorDiv(nanos, 1_000_000L));
    }

    private static Written iso(String format, Instant instant, Random random) {
        String text =
                switch (random.nextInt(3)) {
                    case 0 -> instant.toString();
                    case 1 ->
                        instant.atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 1080) - 1080)))
                                .toString();
                    default -> DateTimeFormatter.ISO_ZONED_DATE_TIME.format(instant.atZone(ZONE));
                };
        return new Written(format, text, Schema.STRING_SCHEMA, instant.toEpochMilli());
    }

    /** Of the years 1960 to 2030, of which some are implausible. */
    private static long time(Random random) {
        return -315_619_200_000L + (long) (random.nextDouble() * 2_240_000_000_000L);
    }

    private static EventTime.Value<SourceRecord> time(RecordShape shape, String format) {
        EventTime.Value<SourceRecord> time =
                new EventTime.Value<>(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
        Map<String, String> settings = new HashMap<>(Map.of(
                "field",
                shape.path(),
                "format",
                format,
                "on.implausible",
                "drop",
                "on.missing",
                "pass",
                "zone",
                ZONE.getId()));
        if (format.equals("pattern")) {
            settings.put("pattern", "EEE dd MMM yyyy HH:mm:ss.SSS");
        }
        time.configure(settings);
        return time;
    }

    private static SourceRecord record(SchemaAndValue value) {
        return new SourceRecord(Map.of("p", 1), Map.of("o", 1L), "flights", value.schema(), value.value());
    }
}
