package io.freshet.transforms.table.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The type that a column gets, and how its values become of it. Debezium's types for dates and times become Connect's, which
 * have milliseconds; finer fractions are cut off. Its names for other types go, and leave the plain type: text for JSON,
 * UUIDs, enumerations and decimals whose scale varies.
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class ColumnType {

    private static final String DEBEZIUM = "io.debezium.";
    private static final long DAY = 86_400_000L;
    private static final long MICROS = 1_000L;
    private static final long NANOS = 1_000_000L;

    /** What PostgreSQL's own driver makes of its infinite timestamps. */
    private static final long INFINITY = 9_223_372_036_825_200_000L;

    private static final long MINUS_INFINITY = -9_223_372_036_832_400_000L;

    /** PostgreSQL allows 131,072 digits before the point; written out, a decimal beyond that would fill the heap. */
    private static final int LARGEST_SCALE = 131_072;

    /** Changes a value, which is not null. */
    private interface Conversion {
        Object convert(Object value);
    }

    private final Schema schema;
    private final @Nullable Conversion conversion;

    private ColumnType(Schema schema, @Nullable Conversion conversion) {
        this.schema = schema;
        this.conversion = conversion;
    }

    /** Returns the type for a column whose values the topic tells by this one. */
    static ColumnType of(Schema told, TableTypes types) {
        return types == TableTypes.RAW ? new ColumnType(told, null) : connect(told);
    }

    Schema schema() {
        return schema;
    }

    /** Returns if values stay as they are. */
    boolean isPlain() {
        return conversion == null;
    }

    /**
     * Returns a value, which is not null, in this type.
     *
     * @throws DataException if the type does not have it
     */
    Object convert(Object value) {
        if (conversion == null) {
            return value;
        }
        try {
            return conversion.convert(value);
        } catch (DateTimeException | ArithmeticException | ClassCastException e) {
            throw new DataException("Expecting a value that fits its type. Found: " + Fields.kind(value), e);
        }
    }

    private static ColumnType connect(Schema told) {
        return switch (told.type()) {
            case ARRAY -> array(told);
            case MAP -> map(told);
            case STRUCT -> isVariableScaleDecimal(told) ? text(told, value -> plain(decimal(value))) : unchanged(told);
            default -> told.name() == null ? unchanged(told) : named(told, told.name());
        };
    }

    private static ColumnType named(Schema told, String name) {
        return switch (name) {
            case "io.debezium.time.Date" -> date(told, value -> DAY * number(value));
            case "io.debezium.time.IsoDate" -> date(told, value -> DAY * isoDate(value));
            case "io.debezium.time.Time" -> time(told, ColumnType::number);
            case "io.debezium.time.MicroTime" -> time(told, value -> Math.floorDiv(number(value), MICROS));
            case "io.debezium.time.NanoTime" -> time(told, value -> Math.floorDiv(number(value), NANOS));
            case "io.debezium.time.ZonedTime" -> time(told, ColumnType::zonedTime);
            case "io.debezium.time.IsoTime" -> time(told, ColumnType::isoTime);
            case "io.debezium.time.Timestamp" -> timestamp(told, ColumnType::number);
            case "io.debezium.time.MicroTimestamp" -> timestamp(told, value -> Math.floorDiv(number(value), MICROS));
            case "io.debezium.time.NanoTimestamp" -> timestamp(told, value -> Math.floorDiv(number(value), NANOS));
            case "io.debezium.time.ZonedTimestamp" -> timestamp(told, ColumnType::zonedTimestamp);
            case "io.debezium.time.IsoTimestamp" -> timestamp(told, ColumnType::isoTimestamp);
            default -> name.startsWith(DEBEZIUM) ? new ColumnType(nameless(told), null) : unchanged(told);
        };
    }

    private static ColumnType unchanged(Schema told) {
        return new ColumnType(told, null);
    }

    private static Schema nameless(Schema told) {
        return like(told, SchemaBuilder.type(told.type()));
    }

    private static Schema like(Schema told, SchemaBuilder builder) {
        builder.doc(told.doc());
        return told.isOptional() ? builder.optional().build() : builder.build();
    }

    /** Milliseconds of a value. */
    private interface Millis {
        long of(Object value);
    }

    private static ColumnType date(Schema told, Millis millis) {
        return new ColumnType(like(told, Date.builder()), value -> new java.util.Date(millis.of(value)));
    }

    private static ColumnType timestamp(Schema told, Millis millis) {
        return new ColumnType(like(told, Timestamp.builder()), value -> new java.util.Date(millis.of(value)));
    }

    /** Connect's converters refuse a time that is none of a day; MySQL's TIME and PostgreSQL's 24:00 can be. */
    private static ColumnType time(Schema told, Millis millis) {
        return new ColumnType(like(told, Time.builder()), value -> {
            long time = millis.of(value);
            if (time < 0 || time >= DAY) {
                throw new DataException(
                        "Expecting a time of day, which is all that Connect's type for it has; with table.types=raw"
                                + " it stays a number");
            }
            return new java.util.Date(time);
        });
    }

    private static ColumnType text(Schema told, Conversion conversion) {
        return new ColumnType(like(told, SchemaBuilder.string()), conversion);
    }

    private static ColumnType array(Schema told) {
        ColumnType element = connect(told.valueSchema());
        if (element.schema == told.valueSchema()) {
            return unchanged(told);
        }
        return new ColumnType(like(told, SchemaBuilder.array(element.schema)), value -> {
            List<@Nullable Object> list = new ArrayList<>(((List<?>) value).size());
            ((List<?>) value).forEach(each -> list.add(each == null ? null : element.convert(each)));
            return list;
        });
    }

    private static ColumnType map(Schema told) {
        ColumnType element = connect(told.valueSchema());
        if (element.schema == told.valueSchema()) {
            return unchanged(told);
        }
        return new ColumnType(like(told, SchemaBuilder.map(told.keySchema(), element.schema)), value -> {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> map.put(key, each == null ? null : element.convert(each)));
            return map;
        });
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static long isoDate(Object value) {
        String text = (String) value;
        return LocalDate.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
                .toEpochDay();
    }

    private static long zonedTime(Object value) {
        OffsetTime time = OffsetTime.parse((String) value).withOffsetSameInstant(ZoneOffset.UTC);
        return time.toLocalTime().toNanoOfDay() / NANOS;
    }

    private static long isoTime(Object value) {
        String text = (String) value;
        return LocalTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
                        .toNanoOfDay()
                / NANOS;
    }

    private static long zonedTimestamp(Object value) {
        if (value.equals("infinity")) {
            return INFINITY;
        }
        if (value.equals("-infinity")) {
            return MINUS_INFINITY;
        }
        return millis(OffsetDateTime.parse((String) value).toInstant());
    }

    private static long isoTimestamp(Object value) {
        String text = (String) value;
        return millis(LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
                .toInstant(ZoneOffset.UTC));
    }

    private static long millis(Instant instant) {
        return instant.toEpochMilli();
    }

    static boolean isVariableScaleDecimal(Schema schema) {
        return "io.debezium.data.VariableScaleDecimal".equals(schema.name()) && schema.type() == Schema.Type.STRUCT;
    }

    /**
     * Returns the decimal that a struct with its scale and unscaled value is.
     *
     * @throws DataException if the struct does not have them, or a scale that no database has
     */
    static BigDecimal decimal(Object value) {
        Struct struct = (Struct) value;
        Object scale = Fields.get(struct, "scale");
        Object unscaled = Fields.get(struct, "value");
        if (unscaled instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            unscaled = copy;
        }
        if (!(scale instanceof Integer places) || !(unscaled instanceof byte[] bytes) || bytes.length == 0) {
            throw new DataException("Expecting 'scale' and 'value' in a decimal whose scale varies");
        }
        if (Math.abs((long) places) > LARGEST_SCALE) {
            throw new DataException("Expecting a decimal with a scale of at most " + LARGEST_SCALE);
        }
        return new BigDecimal(new BigInteger(bytes), places);
    }

    private static String plain(BigDecimal decimal) {
        return decimal.toPlainString();
    }
}
