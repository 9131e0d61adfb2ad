package io.freshet.connect.table.read;

import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says that values are, Connect's logical types and Debezium's among it.
 *
 * @param type of the column that is made for it
 */
record LogicalType(ColumnType type, Function<Object, @Nullable Object> reader) {

    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    @Nullable
    Object read(@Nullable Object value) {
        return value == null ? null : reader.apply(value);
    }

    static LogicalType of(Schema schema) {
        LogicalType named = schema.name() == null ? null : named(schema, schema.name());
        return named != null ? named : plain(schema);
    }

    private static LogicalType plain(Schema schema) {
        return switch (schema.type()) {
            case BOOLEAN -> as(Kind.BOOLEAN);
            case INT8, INT16 -> as(Kind.INT16);
            case INT32 -> as(Kind.INT32);
            case INT64 -> as(Kind.INT64);
            case FLOAT32 -> as(Kind.FLOAT32);
            case FLOAT64 -> as(Kind.FLOAT64);
            case STRING -> as(Kind.TEXT);
            case BYTES -> as(Kind.BYTES);
            case STRUCT, MAP, ARRAY -> new LogicalType(ColumnType.of(Kind.JSON), Row::plain);
        };
    }

    private static LogicalType as(Kind kind) {
        return new LogicalType(ColumnType.of(kind), value -> value);
    }

    private static LogicalType as(Kind kind, Function<Object, @Nullable Object> reader) {
        return new LogicalType(ColumnType.of(kind), reader);
    }

    private static @Nullable LogicalType named(Schema schema, String name) {
        return switch (name) {
            case Decimal.LOGICAL_NAME -> decimal(schema);
            case Date.LOGICAL_NAME -> as(Kind.DATE, value -> dateTime(value).toLocalDate());
            case Time.LOGICAL_NAME -> as(Kind.TIME, value -> dateTime(value).toLocalTime());
            case Timestamp.LOGICAL_NAME -> as(Kind.TIMESTAMP, LogicalType::dateTime);
            case "io.debezium.time.Date" -> as(Kind.DATE, value -> LocalDate.ofEpochDay(number(value)));
            case "io.debezium.time.Time" -> as(Kind.TIME, value -> timeOfDay(number(value), 1_000));
            case "io.debezium.time.MicroTime" -> as(Kind.TIME, value -> timeOfDay(number(value), MICROS));
            case "io.debezium.time.NanoTime" -> as(Kind.TIME, value -> timeOfDay(number(value), NANOS));
            case "io.debezium.time.ZonedTime" ->
                as(Kind.TIME, value -> OffsetTime.parse(value.toString())
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalTime());
            case "io.debezium.time.Timestamp" -> as(Kind.TIMESTAMP, value -> moment(number(value), 1_000));
            case "io.debezium.time.MicroTimestamp" -> as(Kind.TIMESTAMP, value -> moment(number(value), MICROS));
            case "io.debezium.time.NanoTimestamp" -> as(Kind.TIMESTAMP, value -> moment(number(value), NANOS));
            case "io.debezium.time.ZonedTimestamp" -> as(Kind.MOMENT, value -> value);
            case "io.debezium.data.Json" -> as(Kind.JSON, value -> value);
            case "io.debezium.data.VariableScaleDecimal" -> as(Kind.DECIMAL, LogicalType::variableScale);
            default -> null;
        };
    }

    /** With its precision where Debezium tells it; the scale is always told. */
    private static LogicalType decimal(Schema schema) {
        String precision = schema.parameters().get("connect.decimal.precision");
        int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
        return new LogicalType(
                precision == null
                        ? new ColumnType(Kind.DECIMAL, 0, scale)
                        : new ColumnType(Kind.DECIMAL, Integer.parseInt(precision), scale),
                value -> value);
    }

    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    private static LocalDateTime dateTime(Object value) {
        return LocalDateTime.ofInstant(
                value instanceof java.util.Date date
                        ? Instant.ofEpochMilli(date.getTime())
                        : Instant.ofEpochMilli(number(value)),
                ZoneOffset.UTC);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static LocalTime timeOfDay(long units, long perSecond) {
        return LocalTime.ofNanoOfDay(units * (NANOS / perSecond));
    }

    private static LocalDateTime moment(long units, long perSecond) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(units, perSecond),
                (int) (Math.floorMod(units, perSecond) * (NANOS / perSecond)),
                ZoneOffset.UTC);
    }

    private static @Nullable Object variableScale(Object value) {
        Struct struct = (Struct) value;
        return new BigDecimal(new BigInteger(struct.getBytes("value")), struct.getInt32("scale"));
    }
}
