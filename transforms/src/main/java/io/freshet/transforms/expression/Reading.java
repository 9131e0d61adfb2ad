package io.freshet.transforms.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a schema are seen by an expression: int for all integers, double for floats and decimals, timestamp and
 * duration for what Connect and Debezium mean as such, maps and lists as views that are read when they are asked.
 */
@FunctionalInterface
interface Reading {

    /** Values without a schema, by their class. */
    Reading SCHEMALESS = Reading::plain;

    private static Object plain(Object raw) {
        if (raw instanceof Long || raw instanceof String || raw instanceof Boolean || raw instanceof Double) {
            return raw;
        }
        if (raw instanceof Number number) {
            return number(number);
        }
        if (raw instanceof Map<?, ?> map) {
            return new MapView(map, null);
        }
        if (raw instanceof List<?> list) {
            return new ListView(list, SCHEMALESS);
        }
        if (raw instanceof Struct struct) {
            return of(struct.schema()).of(struct);
        }
        if (raw instanceof byte[] || raw instanceof ByteBuffer) {
            return bytes(raw);
        }
        if (raw instanceof Date date) {
            return date.toInstant();
        }
        throw new CelBadFormatException("a value of " + raw.getClass().getName() + " has no type in an expression");
    }

    /** Returns what an expression sees of a value that is not null. */
    Object of(Object raw);

    /** Returns what an expression sees of a value. */
    default Object orNull(@Nullable Object raw) {
        return raw == null ? NullValue.NULL_VALUE : of(raw);
    }

    /** Returns if values of this kind have fields or entries of their own. */
    static boolean isContainer(@Nullable Schema schema) {
        if (schema == null) {
            return true;
        }
        return switch (schema.type()) {
            case MAP -> true;
            case STRUCT -> !"io.debezium.data.VariableScaleDecimal".equals(schema.name());
            default -> false;
        };
    }

    static Reading of(@Nullable Schema schema) {
        if (schema == null) {
            return SCHEMALESS;
        }
        Reading logical = schema.name() == null ? null : logical(schema.name());
        return logical == null ? physical(schema) : logical;
    }

    private static @Nullable Reading logical(String name) {
        return switch (name) {
            case Decimal.LOGICAL_NAME -> raw -> ((BigDecimal) raw).doubleValue();
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME, Timestamp.LOGICAL_NAME ->
                raw -> ((Date) raw).toInstant();
            case Time.LOGICAL_NAME ->
                raw -> Duration.ofMillis(((Date) raw).toInstant().toEpochMilli());
            case "io.debezium.time.Date" -> raw -> midnight(LocalDate.ofEpochDay(((Number) raw).longValue()));
            case "io.debezium.time.Timestamp" -> raw -> Instant.ofEpochMilli((Long) raw);
            case "io.debezium.time.MicroTimestamp" -> raw -> Instant.EPOCH.plus((Long) raw, ChronoUnit.MICROS);
            case "io.debezium.time.NanoTimestamp" -> raw -> Instant.EPOCH.plusNanos((Long) raw);
            case "io.debezium.time.ZonedTimestamp", "io.debezium.time.IsoTimestamp" -> Reading::isoTimestamp;
            case "io.debezium.time.IsoDate" -> Reading::isoDate;
            case "io.debezium.time.Time" -> raw -> Duration.ofMillis(((Number) raw).longValue());
            case "io.debezium.time.MicroTime", "io.debezium.time.MicroDuration" ->
                raw -> Duration.of((Long) raw, ChronoUnit.MICROS);
            case "io.debezium.time.NanoTime", "io.debezium.time.NanoDuration" -> raw -> Duration.ofNanos((Long) raw);
            case "io.debezium.data.VariableScaleDecimal" -> Reading::variableScaleDecimal;
            default -> null;
        };
    }

    private static Reading physical(Schema schema) {
        return switch (schema.type()) {
            case INT64, STRING, BOOLEAN, FLOAT64 -> raw -> raw;
            case INT8, INT16, INT32 -> raw -> ((Number) raw).longValue();
            case FLOAT32 -> raw -> ((Number) raw).doubleValue();
            case BYTES -> Reading::bytes;
            case STRUCT -> raw -> new StructView((Struct) raw);
            case MAP -> raw -> new MapView((Map<?, ?>) raw, schema);
            case ARRAY -> {
                Reading elements = of(schema.valueSchema());
                yield raw -> new ListView((List<?>) raw, elements);
            }
        };
    }

    private static Object number(Number number) {
        if (number instanceof Float || number instanceof BigDecimal) {
            return number.doubleValue();
        }
        if (number instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? (Object) big.longValue() : (Object) big.doubleValue();
        }
        return number instanceof UnsignedLong ? number : (Object) number.longValue();
    }

    private static Object bytes(Object raw) {
        if (raw instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return CelByteString.of(copy);
        }
        return CelByteString.of((byte[]) raw);
    }

    private static Object isoTimestamp(Object raw) {
        String text = (String) raw;
        try {
            boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return OffsetDateTime.parse(zoned ? text : text + "Z").toInstant();
        } catch (DateTimeException e) {
            throw new CelBadFormatException("a timestamp is not in ISO 8601");
        }
    }

    private static Object isoDate(Object raw) {
        try {
            return midnight(LocalDate.parse(((String) raw).replaceFirst("Z$", "")));
        } catch (DateTimeException e) {
            throw new CelBadFormatException("a date is not in ISO 8601");
        }
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Object variableScaleDecimal(Object raw) {
        Struct struct = (Struct) raw;
        Object unscaled = struct.get("value");
        byte[] bytes = unscaled instanceof ByteBuffer buffer
                ? ((CelByteString) bytes(buffer)).toByteArray()
                : (byte[]) unscaled;
        return new BigDecimal(new BigInteger(bytes), struct.getInt32("scale")).doubleValue();
    }
}
