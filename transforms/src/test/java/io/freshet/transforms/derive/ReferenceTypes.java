package io.freshet.transforms.derive;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** The types of derived fields, as the README has them: a mere field keeps its own, others have their kind's. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class ReferenceTypes {

    private static final Schema TIME = Timestamp.builder().optional().build();

    /** What an expression sees, where the type of a derived field does not tell. */
    private enum Kind {
        INT,
        DOUBLE,
        STRING,
        BYTES,
        BOOL,
        TIME,
        DURATION,
        LIST,
        OTHER
    }

    private ReferenceTypes() {}

    /** Returns the type of a field by its path, null if structs do not lead to it. */
    static @Nullable Schema ofField(List<String> path, Schema value) {
        Schema at = value;
        for (String step : path) {
            if (at.type() == Schema.Type.MAP && at.keySchema().type() == Schema.Type.STRING) {
                return byKind(kind(at.valueSchema()), at.valueSchema());
            }
            Field field = at.type() == Schema.Type.STRUCT && !isDecimal(at) ? at.field(step) : null;
            if (field == null) {
                return null;
            }
            at = field.schema();
        }
        return at;
    }

    private static boolean isDecimal(Schema schema) {
        return "io.debezium.data.VariableScaleDecimal".equals(schema.name());
    }

    /** Returns the type of what an operator makes of two, null if none or not known. */
    static @Nullable Schema of(String operator, @Nullable Schema left, @Nullable Schema right) {
        if (left == null || right == null) {
            return null;
        }
        return switch (operator) {
            case "+" -> ofSum(kind(left), kind(right), left);
            case "-" -> ofDifference(kind(left), kind(right), left);
            case "%" -> kind(left) == Kind.INT && kind(right) == Kind.INT ? byKind(Kind.INT, left) : null;
            default -> ofNumbers(kind(left), kind(right), left);
        };
    }

    private static @Nullable Schema ofNumbers(Kind a, Kind b, Schema left) {
        return a == b && (a == Kind.INT || a == Kind.DOUBLE) ? byKind(a, left) : null;
    }

    private static @Nullable Schema ofSum(Kind a, Kind b, Schema left) {
        if (a == b && (a == Kind.STRING || a == Kind.BYTES || a == Kind.LIST || a == Kind.DURATION)) {
            return byKind(a, left);
        }
        boolean later = (a == Kind.TIME && b == Kind.DURATION) || (a == Kind.DURATION && b == Kind.TIME);
        return later ? TIME : ofNumbers(a, b, left);
    }

    private static @Nullable Schema ofDifference(Kind a, Kind b, Schema left) {
        if (b == Kind.DURATION && (a == Kind.TIME || a == Kind.DURATION)) {
            return byKind(a, left);
        }
        return a == Kind.TIME && b == Kind.TIME ? byKind(Kind.DURATION, left) : ofNumbers(a, b, left);
    }

    private static @Nullable Schema byKind(Kind kind, Schema schema) {
        return switch (kind) {
            case INT, DURATION -> Schema.OPTIONAL_INT64_SCHEMA;
            case DOUBLE -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case STRING -> Schema.OPTIONAL_STRING_SCHEMA;
            case BYTES -> Schema.OPTIONAL_BYTES_SCHEMA;
            case BOOL -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
            case TIME -> TIME;
            case LIST ->
                SchemaBuilder.array(byKind(kind(schema.valueSchema()), schema.valueSchema()))
                        .optional()
                        .build();
            case OTHER -> null;
        };
    }

    private static Kind kind(Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (name) {
            case "org.apache.kafka.connect.data.Decimal", "io.debezium.data.VariableScaleDecimal" -> Kind.DOUBLE;
            case "org.apache.kafka.connect.data.Date",
                    "org.apache.kafka.connect.data.Timestamp",
                    "io.debezium.time.Date",
                    "io.debezium.time.MicroTimestamp",
                    "io.debezium.time.ZonedTimestamp" -> Kind.TIME;
            case "org.apache.kafka.connect.data.Time", "io.debezium.time.MicroTime" -> Kind.DURATION;
            default ->
                switch (schema.type()) {
                    case INT8, INT16, INT32, INT64 -> Kind.INT;
                    case FLOAT32, FLOAT64 -> Kind.DOUBLE;
                    case STRING -> Kind.STRING;
                    case BYTES -> Kind.BYTES;
                    case BOOLEAN -> Kind.BOOL;
                    case ARRAY -> Kind.LIST;
                    default -> Kind.OTHER;
                };
        };
    }

    /** Returns what a field of a type holds: what the struct has, if it is a mere field that structs lead to. */
    static @Nullable Object typed(List<String> path, Struct struct, @Nullable Object value, @Nullable Schema type) {
        if (value == null) {
            return null;
        }
        Object at = struct;
        for (String step : path) {
            at = at instanceof Struct around ? around.get(step) : null;
        }
        if (at != null && !path.isEmpty()) {
            return at;
        }
        return converted(value);
    }

    private static Object converted(Object value) {
        if (value instanceof Instant time) {
            return Date.from(time);
        }
        if (value instanceof Duration duration) {
            return duration.toMillis();
        }
        return value instanceof ByteBuffer bytes ? bytes(bytes) : value;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
