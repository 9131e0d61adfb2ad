package io.freshet.transforms.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.json.MessageMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Adds the same fields to copies of structs and maps; where one has a field of the name, the added one takes its place. Output
 * schemas are kept by the identity of the input schema. Used by one thread.
 */
public final class AddedFields {

    private static final int SHAPES = 64;

    private final Map<String, Schema> schemas;
    private final Cache<Identity, Shape> shapes =
            Caffeine.newBuilder().maximumSize(SHAPES).build();
    private @Nullable Shape lastShape;

    /**
     * @param schemas the types of the fields, by name
     */
    public AddedFields(Map<String, Schema> schemas) {
        this.schemas = new LinkedHashMap<>(schemas);
    }

    /** Returns the schema of what {@link #addTo} returns for a struct or a map of this schema. */
    public @Nullable Schema schema(@Nullable Schema input) {
        return input == null || input.type() != Schema.Type.STRUCT ? input : shape(input).schema;
    }

    /**
     * Returns a copy with the fields.
     *
     * @param values their values in the order of their types; a struct and a map may want different ones
     * @throws DataException if this is neither a struct nor a map
     */
    public Object addTo(Object structOrMap, Values values) {
        if (structOrMap instanceof Struct struct) {
            return shape(struct.schema()).copy(struct, values);
        }
        if (structOrMap instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = copy(map, schemas.size());
            int i = 0;
            for (String name : schemas.keySet()) {
                copy.put(name, values.schemaless(i++));
            }
            return copy;
        }
        throw new DataException("Expecting a Struct or a Map to add fields to. Found: "
                + structOrMap.getClass().getName());
    }

    /** The values of the fields that are added to one struct or map. */
    public interface Values {
        /** Returns the value of a field, as its type has it. */
        @Nullable
        Object typed(int index);

        /** Returns the value of a field where no types are told. */
        @Nullable
        Object schemaless(int index);
    }

    /** Returns a schema with fields more, or other ones. */
    public static Schema extended(Schema input, Map<String, Schema> additions) {
        SchemaBuilder builder = SchemaBuilder.struct().name(input.name()).doc(input.doc());
        if (input.version() != null) {
            builder.version(input.version());
        }
        if (input.parameters() != null) {
            builder.parameters(input.parameters());
        }
        if (input.isOptional()) {
            builder.optional();
        }
        for (Field field : input.fields()) {
            Schema replaced = additions.get(field.name());
            builder.field(field.name(), replaced == null ? field.schema() : replaced);
        }
        additions.forEach((name, schema) -> {
            if (input.field(name) == null) {
                builder.field(name, schema);
            }
        });
        return builder.build();
    }

    /** Returns a copy of a map. A hash map, which converters make, stays one: it is copied fastest. Others keep their order. */
    public static Map<Object, @Nullable Object> copy(Map<?, ?> map, int more) {
        if (map instanceof MessageMap message) {
            return message.copy();
        }
        int capacity = (map.size() + more) * 4 / 3 + 1;
        Map<Object, @Nullable Object> copy =
                map.getClass() == HashMap.class ? new HashMap<>(capacity) : new LinkedHashMap<>(capacity);
        copy.putAll(map);
        return copy;
    }

    private Shape shape(Schema input) {
        Shape last = lastShape;
        if (last == null || last.input != input) {
            last = shapes.get(new Identity(input), key -> new Shape(input, schemas));
            lastShape = last;
        }
        return last;
    }

    /** What a struct of one schema becomes. */
    private static final class Shape {
        private final Schema input;
        private final Schema schema;
        private final Field[] copiedFrom;
        private final Field[] copiedTo;
        private final Field[] added;

        Shape(Schema input, Map<String, Schema> additions) {
            this.input = input;
            this.schema = extended(input, additions);
            this.copiedFrom = input.fields().stream()
                    .filter(field -> !additions.containsKey(field.name()))
                    .toArray(Field[]::new);
            this.copiedTo = new Field[copiedFrom.length];
            for (int i = 0; i < copiedTo.length; i++) {
                copiedTo[i] = schema.field(copiedFrom[i].name());
            }
            this.added = additions.keySet().stream().map(schema::field).toArray(Field[]::new);
        }

        Struct copy(Struct struct, Values values) {
            Struct copy = new Struct(schema);
            for (int i = 0; i < copiedFrom.length; i++) {
                // A null stays null: get would answer with the default.
                copy.put(copiedTo[i], struct.getWithoutDefault(copiedFrom[i].name()));
            }
            for (int i = 0; i < added.length; i++) {
                copy.put(added[i], values.typed(i));
            }
            return copy;
        }
    }

    private record Identity(Schema schema) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity that && schema == that.schema;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(schema);
        }
    }
}
