package io.freshet.transforms.derive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.derive.TargetTree.Branch;
import io.freshet.transforms.derive.TargetTree.Leaf;
import io.freshet.transforms.derive.TargetTree.Node;
import io.freshet.transforms.expression.Expression;
import io.freshet.transforms.expression.ExpressionException;
import io.freshet.transforms.record.AddedFields;
import io.freshet.transforms.record.RecordPart;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Adds derived fields to copies of structs and maps. The types of a struct's fields are those of the expressions, which are
 * checked against the schemas of the record, once for each; what comes out is kept by their identity. Used by one thread.
 */
final class DerivedFields {

    private static final int SHAPES = 64;

    private final TargetTree tree;
    private final @Nullable Runnable onFieldError;
    private final Cache<ShapeKey, Shape> shapes =
            Caffeine.newBuilder().maximumSize(SHAPES).build();
    private @Nullable Shape lastShape;

    /**
     * @param onFieldError is told of a field that is null because its expression has no value; null: that is an error
     */
    DerivedFields(TargetTree tree, @Nullable Runnable onFieldError) {
        this.tree = tree;
        this.onFieldError = onFieldError;
    }

    /**
     * Returns a new record with the fields.
     *
     * @throws DataException if an expression has no value, or there is nothing to add fields to
     */
    <R extends ConnectRecord<R>> R addTo(R record, RecordPart part, Object whole) {
        if (whole instanceof Struct struct) {
            Shape shape = shape(record, part);
            if (shape.refusal != null) {
                throw shape.refusal;
            }
            Struct derived = shape.struct.copy(struct, values(record, shape.types));
            return part.replace(record, derived.schema(), derived, record.headers());
        }
        if (whole instanceof Map<?, ?> map) {
            Object derived = copy(map, tree.root(), values(record, null));
            return part.replace(record, part.schemaOf(record), derived, record.headers());
        }
        throw new DataException("Expecting a Struct or a Map to add fields to. Found: "
                + whole.getClass().getName());
    }

    private @Nullable Object[] values(ConnectRecord<?> record, @Nullable List<Schema> types) {
        @Nullable Object[] values = new @Nullable Object[tree.expressions().size()];
        for (int i = 0; i < values.length; i++) {
            Expression expression = tree.expressions().get(i);
            try {
                values[i] = types == null ? expression.schemaless(record) : expression.typed(record, types.get(i));
            } catch (ExpressionException e) {
                if (onFieldError == null) {
                    throw e;
                }
                onFieldError.run();
            }
        }
        return values;
    }

    private static Map<Object, @Nullable Object> copy(Map<?, ?> map, Branch branch, @Nullable Object[] values) {
        Map<Object, @Nullable Object> copy =
                AddedFields.copy(map, branch.children().size());
        for (Map.Entry<String, Node> child : branch.children().entrySet()) {
            if (child.getValue() instanceof Leaf leaf) {
                copy.put(child.getKey(), values[leaf.index()]);
            } else if (child.getValue() instanceof Branch next) {
                Object inner = map.get(child.getKey());
                if (inner != null && !(inner instanceof Map)) {
                    throw new DataException("Expecting a Map in field '" + child.getKey() + "'. Found: "
                            + inner.getClass().getName());
                }
                copy.put(child.getKey(), copy(inner instanceof Map<?, ?> there ? there : Map.of(), next, values));
            }
        }
        return copy;
    }

    private Shape shape(ConnectRecord<?> record, RecordPart part) {
        Shape last = lastShape;
        if (last == null || last.key.keySchema != record.keySchema() || last.key.valueSchema != record.valueSchema()) {
            last = shapes.get(new ShapeKey(record.keySchema(), record.valueSchema()), key -> newShape(key, part));
            lastShape = last;
        }
        return last;
    }

    /** To find that schemas do not do takes as long as to find that they do, and holds for all records that have them. */
    private Shape newShape(ShapeKey key, RecordPart part) {
        try {
            return shapeOf(key, part);
        } catch (DataException e) {
            return new Shape(key, List.of(), StructTarget.of(null, new Branch(Map.of()), List.of()), e);
        }
    }

    private Shape shapeOf(ShapeKey key, RecordPart part) {
        List<Schema> types = tree.expressions().stream()
                .map(each -> each.schemaFor(key.keySchema, key.valueSchema))
                .toList();
        Schema input = part == RecordPart.KEY ? key.keySchema : key.valueSchema;
        return new Shape(key, types, StructTarget.of(input, tree.root(), types), null);
    }

    /** What structs of one schema become, or why they get no fields. */
    private record Shape(ShapeKey key, List<Schema> types, StructTarget struct, @Nullable DataException refusal) {}

    private record ShapeKey(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ShapeKey that && keySchema == that.keySchema && valueSchema == that.valueSchema;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(keySchema) + System.identityHashCode(valueSchema);
        }
    }
}
