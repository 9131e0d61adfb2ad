package io.freshet.connect.topic.convert;

import io.freshet.transforms.record.AddedFields;
import io.freshet.transforms.record.FieldPath;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Makes of a value with an array one value for each element, which takes the place of the array. */
final class Explode {
    /** Schemas of one topic change rarely; a source that makes a new one for each record must not fill the memory. */
    private static final int SCHEMAS = 64;

    private final FieldPath path;
    private final IdentityHashMap<Schema, Schema> schemas = new IdentityHashMap<>();

    Explode(FieldPath path) {
        this.path = path;
    }

    /**
     * One value for each element, none where there is none; a value that is null stays.
     *
     * @throws DataException when the value has no fields, or its path leads to something else than an array
     */
    List<SchemaAndValue> of(SchemaAndValue whole) {
        if (whole.value() == null) {
            return List.of(whole);
        }
        if (!(whole.value() instanceof Struct || whole.value() instanceof Map)) {
            throw new DataException("explode=" + path + ": expecting a value with fields. Found: "
                    + whole.value().getClass().getName());
        }
        Object array = path.valueIn(whole.value());
        if (array == null) {
            return List.of();
        }
        if (!(array instanceof List<?> elements)) {
            throw new DataException("explode=" + path + ": expecting an array. Found: "
                    + array.getClass().getName());
        }
        List<SchemaAndValue> values = new ArrayList<>(elements.size());
        for (Object element : elements) {
            values.add(with(whole, element));
        }
        return values;
    }

    private SchemaAndValue with(SchemaAndValue whole, @Nullable Object element) {
        if (whole.value() instanceof Struct struct) {
            Schema schema = exploded(struct.schema());
            return new SchemaAndValue(schema, struct(struct, schema, 0, element));
        }
        return new SchemaAndValue(whole.schema(), map((Map<?, ?>) whole.value(), 0, element));
    }

    private Schema exploded(Schema schema) {
        Schema known = schemas.get(schema);
        if (known == null) {
            if (schemas.size() >= SCHEMAS) {
                schemas.clear();
            }
            known = exploded(schema, 0);
            schemas.put(schema, known);
        }
        return known;
    }

    private Schema exploded(Schema schema, int depth) {
        if (depth == path.steps().size()) {
            return schema.valueSchema();
        }
        String step = path.steps().get(depth);
        return AddedFields.extended(
                schema, Map.of(step, exploded(schema.field(step).schema(), depth + 1)));
    }

    private Struct struct(Struct from, Schema schema, int depth, @Nullable Object element) {
        Struct to = new Struct(schema);
        String step = path.steps().get(depth);
        for (Field field : from.schema().fields()) {
            if (!field.name().equals(step)) {
                // A null stays null: get would answer with the default.
                to.put(field.name(), from.getWithoutDefault(field.name()));
            }
        }
        boolean last = depth + 1 == path.steps().size();
        to.put(
                step,
                last ? element : struct(from.getStruct(step), schema.field(step).schema(), depth + 1, element));
        return to;
    }

    private Map<Object, @Nullable Object> map(Map<?, ?> from, int depth, @Nullable Object element) {
        Map<Object, @Nullable Object> to = AddedFields.copy(from, 0);
        String step = path.steps().get(depth);
        to.put(
                step,
                depth + 1 == path.steps().size()
                        ? element
                        : map((Map<?, ?>) Objects.requireNonNull(from.get(step)), depth + 1, element));
        return to;
    }
}
