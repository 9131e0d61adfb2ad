package io.freshet.transforms.enrich;

import io.freshet.transforms.record.AddedFields;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What a struct of one schema becomes with a row of certain columns. */
final class StructShape {

    final Schema input;
    final Schema schema;
    private final ColumnSelection selection;
    private final boolean flat;
    private final Field[] copiedFrom;
    private final Field[] copiedTo;
    private final boolean[] hasDefault;

    /** The field that gets the row, null where the record's own stays. */
    private final @Nullable Field nest;

    /** By column: its type, and the field that it becomes, null where the record's own stays. */
    private final Schema[] types;

    private final @Nullable Field[] added;

    /**
     * @param into the field that gets the row, or empty
     * @param takes whether an added field gets its name
     */
    StructShape(Schema input, ColumnSelection selection, String into, Predicate<String> takes) {
        this.input = input;
        this.selection = selection;
        this.flat = into.isEmpty();
        this.types = new Schema[selection.size()];
        SchemaBuilder row = SchemaBuilder.struct().optional();
        Map<String, Schema> additions = new LinkedHashMap<>();
        for (int i = 0; i < types.length; i++) {
            types[i] = selection.schema(i);
            if (!flat) {
                row.field(selection.names[i], types[i]);
            } else if (takes.test(selection.names[i])) {
                additions.put(selection.names[i], types[i]);
            }
        }
        Schema rowSchema = row.build();
        if (!flat && takes.test(into)) {
            additions.put(into, rowSchema);
        }
        this.schema = AddedFields.extended(input, additions);
        this.nest = additions.containsKey(into) ? schema.field(into) : null;
        this.added = new @Nullable Field[types.length];
        for (int i = 0; i < added.length; i++) {
            String name = selection.names[i];
            added[i] = flat ? (additions.containsKey(name) ? schema.field(name) : null) : rowSchema.field(name);
        }
        List<Field> copied = input.fields().stream()
                .filter(field -> !additions.containsKey(field.name()))
                .toList();
        this.copiedFrom = copied.toArray(Field[]::new);
        this.hasDefault = new boolean[copiedFrom.length];
        for (int i = 0; i < hasDefault.length; i++) {
            hasDefault[i] = copiedFrom[i].schema().defaultValue() != null;
        }
        this.copiedTo = copied.stream().map(field -> schema.field(field.name())).toArray(Field[]::new);
    }

    Columns columns() {
        return selection.columns;
    }

    Struct merge(Struct struct, @Nullable Row row) {
        Struct merged = new Struct(schema);
        for (int i = 0; i < copiedFrom.length; i++) {
            merged.put(copiedTo[i], hasDefault[i] ? valueOf(struct, copiedFrom[i]) : struct.get(copiedFrom[i]));
        }
        if (row != null && flat) {
            add(row, merged);
        } else if (row != null && nest != null) {
            merged.put(nest, add(row, new Struct(nest.schema())));
        }
        return merged;
    }

    /** A null stays null: get would answer with the default. */
    private static @Nullable Object valueOf(Struct struct, Field field) {
        return struct.getWithoutDefault(field.name());
    }

    private Struct add(Row row, Struct holder) {
        int[] indexes = selection.indexesIn(row);
        for (int i = 0; i < added.length; i++) {
            Field field = added[i];
            Object value = field == null || indexes[i] < 0 ? null : row.value(indexes[i]);
            if (value != null) {
                holder.put(field, ColumnValue.typed(value, types[i]));
            }
        }
        return holder;
    }
}
