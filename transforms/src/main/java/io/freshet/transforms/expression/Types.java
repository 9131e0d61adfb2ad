package io.freshet.transforms.expression;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** The types of CEL that go with Connect's schemas, both ways. Structs get names of their own while one expression is checked. */
@SuppressWarnings(
        "Immutable") // CEL asks for providers that nobody changes; this one is used by one thread while one is checked
final class Types implements CelTypeProvider {

    private final Map<String, CelType> structs = new HashMap<>();

    /** Returns the type that values of a schema have in an expression. */
    CelType of(@Nullable Schema schema) {
        if (schema == null) {
            return SimpleType.DYN;
        }
        CelType type = ofRequired(schema);
        return schema.isOptional() && isPrimitive(type) ? NullableType.create(type) : type;
    }

    /** Only these have wrappers in CEL. */
    private static boolean isPrimitive(CelType type) {
        return switch (type.kind()) {
            case BOOL, BYTES, DOUBLE, INT, STRING -> true;
            default -> false;
        };
    }

    private CelType ofRequired(Schema schema) {
        CelType logical = schema.name() == null ? null : logical(schema.name());
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> SimpleType.INT;
            case FLOAT32, FLOAT64 -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case STRING -> SimpleType.STRING;
            case BYTES -> SimpleType.BYTES;
            case ARRAY -> ListType.create(of(schema.valueSchema()));
            case MAP -> MapType.create(required(schema.keySchema()), of(schema.valueSchema()));
            case STRUCT -> struct(schema);
        };
    }

    private CelType required(@Nullable Schema schema) {
        return schema == null ? SimpleType.DYN : ofRequired(schema);
    }

    private static @Nullable CelType logical(String name) {
        return switch (name) {
            case "org.apache.kafka.connect.data.Decimal", "io.debezium.data.VariableScaleDecimal" -> SimpleType.DOUBLE;
            case "org.apache.kafka.connect.data.Date",
                    "org.apache.kafka.connect.data.Timestamp",
                    "io.debezium.time.Date",
                    "io.debezium.time.Timestamp",
                    "io.debezium.time.MicroTimestamp",
                    "io.debezium.time.NanoTimestamp",
                    "io.debezium.time.ZonedTimestamp",
                    "io.debezium.time.IsoTimestamp",
                    "io.debezium.time.IsoDate" -> SimpleType.TIMESTAMP;
            case "org.apache.kafka.connect.data.Time",
                    "io.debezium.time.Time",
                    "io.debezium.time.MicroTime",
                    "io.debezium.time.NanoTime",
                    "io.debezium.time.MicroDuration",
                    "io.debezium.time.NanoDuration" -> SimpleType.DURATION;
            default -> null;
        };
    }

    /** A field that the schema does not have may be asked for: it is missing. */
    private CelType struct(Schema schema) {
        String name = "freshet.Struct" + structs.size();
        structs.put(name, SimpleType.DYN); // a struct within itself, which Connect allows for, is read without types
        ImmutableSet<String> names = schema.fields().stream().map(Field::name).collect(ImmutableSet.toImmutableSet());
        Map<String, CelType> fields = new HashMap<>();
        schema.fields().forEach(field -> fields.put(field.name(), of(field.schema())));
        StructType type = StructType.create(name, names, field -> Optional.ofNullable(fields.get(field)));
        structs.put(name, type);
        return type;
    }

    @Override
    public ImmutableSet<CelType> types() {
        return structs.values().stream().filter(StructType.class::isInstance).collect(ImmutableSet.toImmutableSet());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(structs.get(name)).filter(StructType.class::isInstance);
    }

    /** Returns the schema of fields for values of a type, null if the type does not say it. */
    static @Nullable Schema schemaOf(CelType type) {
        return switch (type.kind()) {
            case INT, UINT, DURATION -> Schema.OPTIONAL_INT64_SCHEMA;
            case DOUBLE -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case BOOL -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
            case STRING -> Schema.OPTIONAL_STRING_SCHEMA;
            case BYTES -> Schema.OPTIONAL_BYTES_SCHEMA;
            case TIMESTAMP -> Timestamp.builder().optional().build();
            case LIST -> {
                Schema elements = schemaOf(((ListType) type).elemType());
                yield elements == null
                        ? null
                        : SchemaBuilder.array(elements).optional().build();
            }
            case MAP -> map((MapType) type);
            case OPAQUE ->
                type instanceof OptionalType optional
                        ? schemaOf(optional.parameters().get(0))
                        : null;
            default -> null;
        };
    }

    private static @Nullable Schema map(MapType type) {
        Schema keys = schemaOf(type.keyType());
        Schema values = schemaOf(type.valueType());
        if (keys == null || values == null || !keys.type().isPrimitive() || keys.name() != null) {
            return null;
        }
        return SchemaBuilder.map(SchemaBuilder.type(keys.type()).build(), values)
                .optional()
                .build();
    }
}
