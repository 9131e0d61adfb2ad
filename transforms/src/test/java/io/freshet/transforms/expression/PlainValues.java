package io.freshet.transforms.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What the README's table of types says of the values of records, in Java's own: Long, Double, Instant, Duration, ByteBuffer. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class PlainValues {

    /** A map or struct, of which fields can be read. */
    record Container(@Nullable Schema schema, Object raw) {

        /** Returns a field, null where it is null. */
        @Nullable
        Object field(String name) {
            if (raw instanceof Struct struct) {
                Field field = struct.schema().field(name);
                if (field == null) {
                    throw new NoValue(NoValue.MISSING);
                }
                return plain(field.schema(), struct.get(field));
            }
            Map<?, ?> map = (Map<?, ?>) raw;
            if (!map.containsKey(name)) {
                throw new NoValue(NoValue.MISSING);
            }
            return plain(schema == null ? null : schema.valueSchema(), map.get(name));
        }

        boolean has(String name) {
            return raw instanceof Struct struct
                    ? struct.schema().field(name) != null && struct.get(name) != null
                    : ((Map<?, ?>) raw).containsKey(name);
        }

        int size() {
            return entries().size();
        }

        private Map<Object, @Nullable Object> entries() {
            Map<Object, @Nullable Object> entries = new HashMap<>();
            if (raw instanceof Struct struct) {
                struct.schema().fields().stream()
                        .filter(field -> struct.get(field) != null)
                        .forEach(field -> entries.put(field.name(), field(field.name())));
            } else {
                ((Map<?, ?>) raw)
                        .forEach((key, value) -> entries.put(
                                plain(schema == null ? null : schema.keySchema(), key),
                                plain(schema == null ? null : schema.valueSchema(), value)));
            }
            return entries;
        }
    }

    /** A list, whose elements are as other values. */
    static final class Elements extends AbstractList<@Nullable Object> {
        private final @Nullable Schema schema;
        final List<?> raw;

        Elements(@Nullable Schema schema, List<?> raw) {
            this.schema = schema;
            this.raw = raw;
        }

        @Override
        public @Nullable Object get(int index) {
            return plain(schema, raw.get(index));
        }

        @Override
        public int size() {
            return raw.size();
        }
    }

    private PlainValues() {}

    static @Nullable Object plain(@Nullable Schema schema, @Nullable Object raw) {
        if (raw == null) {
            return null;
        }
        String name = schema == null || schema.name() == null ? "" : schema.name();
        return switch (name) {
            case "io.debezium.time.MicroTimestamp" -> Instant.EPOCH.plus((Long) raw, ChronoUnit.MICROS);
            case "io.debezium.time.Date" -> Instant.EPOCH.plus((Integer) raw, ChronoUnit.DAYS);
            case "io.debezium.time.ZonedTimestamp" -> zoned((String) raw);
            case "io.debezium.time.MicroTime" -> Duration.of((Long) raw, ChronoUnit.MICROS);
            case "io.debezium.data.VariableScaleDecimal" -> {
                Struct decimal = (Struct) raw;
                yield new BigDecimal(new BigInteger(decimal.getBytes("value")), decimal.getInt32("scale"))
                        .doubleValue();
            }
            case "org.apache.kafka.connect.data.Time" -> Duration.ofMillis(((Date) raw).getTime());
            default -> byClass(schema, raw);
        };
    }

    private static Instant zoned(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new NoValue(NoValue.FORM);
        }
    }

    private static Object byClass(@Nullable Schema schema, Object raw) {
        if (raw instanceof Double) {
            return raw;
        }
        if (raw instanceof Float || raw instanceof BigDecimal) {
            return ((Number) raw).doubleValue();
        }
        if (raw instanceof Number number) {
            return number.longValue();
        }
        if (raw instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (raw instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (raw instanceof List<?> list) {
            return new Elements(schema == null ? null : schema.valueSchema(), list);
        }
        return raw instanceof Map || raw instanceof Struct ? new Container(schema, raw) : raw;
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Numbers are equal across types, values of other types are not. */
    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return areEqual(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            boolean equal = a.size() == b.size();
            for (int i = 0; equal && i < a.size(); i++) {
                equal = equal(a.get(i), b.get(i));
            }
            return equal;
        }
        if (left instanceof Container a && right instanceof Container b) {
            Map<Object, @Nullable Object> entries = b.entries();
            return a.entries().size() == entries.size()
                    && a.entries().entrySet().stream()
                            .allMatch(each -> entries.containsKey(each.getKey())
                                    && equal(each.getValue(), entries.get(each.getKey())));
        }
        return left == null ? right == null : left.equals(right);
    }

    /** As CEL's library has it: a NaN is equal to itself where it is the same object, and -0.0 to 0.0 but not to 0. */
    @SuppressWarnings({"ReferenceEquality", "NumberEquality", "BoxedPrimitiveEquality"})
    private static boolean areEqual(Number a, Number b) {
        if (a instanceof Double && b instanceof Double) {
            return a == b || a.doubleValue() == b.doubleValue();
        }
        boolean whole = a instanceof Long && b instanceof Long;
        return whole ? a.equals(b) : Double.compare(a.doubleValue(), b.doubleValue()) == 0;
    }

    /** Returns how two values of a kind are ordered, null if not at all. */
    static @Nullable Integer order(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return order(a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return a.compareTo(b);
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return a.compareTo(b);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.compareTo(b);
        }
        if (left instanceof ByteBuffer a && right instanceof ByteBuffer b) {
            return Arrays.compareUnsigned(bytes(a), bytes(b));
        }
        throw new NoValue(NoValue.OPERAND);
    }

    /** Beside an int a double is compared as CEL's library does it: a NaN is greater than all, -0.0 less than 0. */
    private static @Nullable Integer order(Number left, Number right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        double a = left.doubleValue();
        double b = right.doubleValue();
        return left instanceof Double && right instanceof Double
                ? orderOfDoubles(a, b)
                : (Integer) Double.compare(a, b);
    }

    private static @Nullable Integer orderOfDoubles(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return null;
        }
        return a == b ? 0 : Double.compare(a, b);
    }

    /** Returns what users call the type of a value. */
    static String typeOf(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return value instanceof Boolean
                ? "a bool"
                : value instanceof Long
                        ? "an int"
                        : value instanceof Double
                                ? "a double"
                                : value instanceof String
                                        ? "a string"
                                        : value instanceof Instant
                                                ? "a timestamp"
                                                : value instanceof Duration
                                                        ? "a duration"
                                                        : value instanceof ByteBuffer
                                                                ? "bytes"
                                                                : value instanceof List ? "a list" : "a map";
    }
}
