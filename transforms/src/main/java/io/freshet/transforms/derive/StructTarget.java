package io.freshet.transforms.derive;

import io.freshet.transforms.derive.TargetTree.Branch;
import io.freshet.transforms.derive.TargetTree.Leaf;
import io.freshet.transforms.derive.TargetTree.Node;
import io.freshet.transforms.record.AddedFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What a struct of one schema becomes with derived fields, in itself or in the structs that it has. */
final class StructTarget {

    private final Schema schema;
    private final List<Copied> copied = new ArrayList<>();
    private final List<Derived> derived = new ArrayList<>();
    private final List<Nested> nested = new ArrayList<>();

    private record Copied(Field from, Field to, boolean hasDefault) {}

    private record Derived(Field field, int index) {}

    private record Nested(@Nullable Field from, Field to, StructTarget target) {}

    private StructTarget(Schema schema) {
        this.schema = schema;
    }

    /**
     * Returns what becomes of structs of a schema.
     *
     * @param input null for a struct that is not there yet
     * @param types of the derived fields, by index
     * @throws DataException if a field that is to have fields is no struct
     */
    static StructTarget of(@Nullable Schema input, Branch branch, List<Schema> types) {
        Schema extended = input == null ? SchemaBuilder.struct().optional().build() : input;
        Map<String, Schema> additions = new LinkedHashMap<>();
        Map<String, StructTarget> targets = new LinkedHashMap<>();
        for (Map.Entry<String, Node> child : branch.children().entrySet()) {
            if (child.getValue() instanceof Leaf leaf) {
                additions.put(child.getKey(), types.get(leaf.index()));
            } else if (child.getValue() instanceof Branch next) {
                StructTarget target = of(structIn(extended, child.getKey()), next, types);
                targets.put(child.getKey(), target);
                additions.put(child.getKey(), target.schema);
            }
        }
        StructTarget target = new StructTarget(AddedFields.extended(extended, additions));
        target.fill(extended, branch, targets);
        return target;
    }

    private static @Nullable Schema structIn(Schema schema, String name) {
        Field field = schema.field(name);
        if (field != null && field.schema().type() != Schema.Type.STRUCT) {
            throw new DataException("Expecting a Struct in field '" + name + "'. Found: "
                    + field.schema().type());
        }
        return field == null ? null : field.schema();
    }

    private void fill(Schema input, Branch branch, Map<String, StructTarget> targets) {
        for (Field field : input.fields()) {
            if (!branch.children().containsKey(field.name())) {
                copied.add(new Copied(
                        field, schema.field(field.name()), field.schema().defaultValue() != null));
            }
        }
        branch.children().forEach((name, child) -> {
            if (child instanceof Leaf leaf) {
                derived.add(new Derived(schema.field(name), leaf.index()));
            }
        });
        targets.forEach((name, target) -> nested.add(new Nested(input.field(name), schema.field(name), target)));
    }

    /** Returns a copy with derived fields. A struct within it that is null stays null. */
    Struct copy(@Nullable Struct struct, @Nullable Object[] values) {
        Struct copy = new Struct(schema);
        if (struct != null) {
            for (Copied each : copied) {
                // A null stays null: get would answer with the default.
                Object value = each.hasDefault ? struct.getWithoutDefault(each.from.name()) : struct.get(each.from);
                copy.put(each.to, value);
            }
        }
        for (Derived each : derived) {
            copy.put(each.field, values[each.index]);
        }
        for (Nested each : nested) {
            Struct inner = struct == null || each.from == null ? null : (Struct) struct.get(each.from);
            if (inner != null || each.from == null) {
                copy.put(each.to, each.target.copy(inner, values));
            }
        }
        return copy;
    }
}
