package io.freshet.transforms.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns values of CEL into Connect's. */
final class Result {

    private Result() {}

    /**
     * Returns a value as one of a schema that {@link Types#schemaOf} made.
     *
     * @throws DataException if it is of another type
     */
    static @Nullable Object typed(@Nullable Object value, Schema schema) {
        if (value == null || value instanceof NullValue) {
            return null;
        }
        if (value instanceof Optional<?> optional) {
            return typed(optional.orElse(null), schema);
        }
        Object typed = Timestamp.LOGICAL_NAME.equals(schema.name()) ? date(value) : byType(value, schema);
        if (typed == null) {
            throw new DataException("Expecting " + schema.type() + ". Found: " + TypeName.of(value));
        }
        return typed;
    }

    private static @Nullable Object date(Object value) {
        return value instanceof Instant instant ? Date.from(instant) : null;
    }

    private static @Nullable Object byType(Object value, Schema schema) {
        return switch (schema.type()) {
            case INT64 -> integer(value);
            case FLOAT64 -> value instanceof Double ? value : null;
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case STRING -> value instanceof String ? value : null;
            case BYTES -> value instanceof CelByteString bytes ? bytes.toByteArray() : null;
            case ARRAY -> {
                if (!(value instanceof List<?> list)) {
                    yield null;
                }
                List<@Nullable Object> typed = new ArrayList<>(list.size());
                list.forEach(element -> typed.add(typed(element, schema.valueSchema())));
                yield typed;
            }
            case MAP -> {
                if (!(value instanceof Map<?, ?> map)) {
                    yield null;
                }
                Map<@Nullable Object, @Nullable Object> typed = new LinkedHashMap<>();
                map.forEach((key, element) ->
                        typed.put(typed(key, schema.keySchema()), typed(element, schema.valueSchema())));
                yield typed;
            }
            default -> null;
        };
    }

    private static @Nullable Object integer(Object value) {
        if (value instanceof Long) {
            return value;
        }
        if (value instanceof UnsignedLong number) {
            return number.bigIntegerValue().bitLength() < Long.SIZE ? (Object) number.longValue() : null;
        }
        return value instanceof Duration duration ? (Object) duration.toMillis() : null;
    }

    /** Returns a value for a map without schema; times are milliseconds there. */
    static @Nullable Object schemaless(@Nullable Object value) {
        if (value == null || value instanceof NullValue) {
            return null;
        }
        if (isPlain(value)) {
            return value;
        }
        if (value instanceof Optional<?> optional) {
            return schemaless(optional.orElse(null));
        }
        if (value instanceof MapView view) {
            return view.raw();
        }
        if (value instanceof ListView view && view.isSchemaless()) {
            return view.raw();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(schemaless(element)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(schemaless(key), schemaless(element)));
            return copy;
        }
        return scalar(value);
    }

    private static boolean isPlain(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof String || value instanceof Boolean;
    }

    private static Object scalar(Object value) {
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (value instanceof CelByteString bytes) {
            return bytes.toByteArray();
        }
        Object integer = integer(value);
        if (integer == null) {
            throw new DataException("Expecting a value that a record can have. Found: " + TypeName.of(value));
        }
        return integer;
    }
}
