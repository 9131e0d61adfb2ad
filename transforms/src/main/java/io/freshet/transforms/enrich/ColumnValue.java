package io.freshet.transforms.enrich;

import io.freshet.transforms.json.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A column's value as the record needs it: with a schema, or without one. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class ColumnValue {

    private ColumnValue() {}

    /** Returns a schema like this that allows null. */
    static Schema optional(Schema schema) {
        if (schema.isOptional()) {
            return schema;
        }
        SchemaBuilder builder =
                switch (schema.type()) {
                    case ARRAY -> SchemaBuilder.array(schema.valueSchema());
                    case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
                    default -> SchemaBuilder.type(schema.type());
                };
        builder.optional().name(schema.name()).doc(schema.doc());
        if (schema.version() != null) {
            builder.version(schema.version());
        }
        if (schema.parameters() != null) {
            builder.parameters(schema.parameters());
        }
        if (schema.type() == Schema.Type.STRUCT) {
            schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
        }
        return builder.build();
    }

    /** Returns the value for a field of this type. A value of another type came without one, from JSON. */
    static @Nullable Object typed(@Nullable Object value, Schema schema) {
        if (value == null) {
            return null;
        }
        return switch (schema.type()) {
            case FLOAT64 -> value instanceof Long whole ? (Object) whole.doubleValue() : value;
            case STRING -> value instanceof String ? value : text(value);
            case STRUCT ->
                value instanceof Struct struct && struct.schema() != schema ? retyped(struct, schema) : value;
            default -> value;
        };
    }

    private static String text(Object value) {
        return value instanceof Map || value instanceof List ? JsonText.of(value) : value.toString();
    }

    private static Struct retyped(Struct struct, Schema schema) {
        Struct copy = new Struct(schema);
        for (Field field : struct.schema().fields()) {
            copy.put(field.name(), struct.getWithoutDefault(field.name()));
        }
        return copy;
    }

    /**
     * Returns the value for a record without a schema, of types that schemaless converters take: times are their
     * milliseconds since the epoch, decimals text, which loses no digit.
     */
    static @Nullable Object schemaless(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof BigInteger) {
            return value.toString();
        }
        if (value instanceof Date date) {
            return date.getTime();
        }
        if (value instanceof Struct struct) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                map.put(field.name(), schemaless(struct.get(field)));
            }
            return map;
        }
        if (value instanceof Map<?, ?> original) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            original.forEach((key, element) -> map.put(key, schemaless(element)));
            return map;
        }
        if (value instanceof List<?> original) {
            List<@Nullable Object> list = new ArrayList<>(original.size());
            original.forEach(element -> list.add(schemaless(element)));
            return list;
        }
        return value;
    }
}
