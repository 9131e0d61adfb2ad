package io.freshet.transforms.expression;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.values.NullValue;
import java.util.Iterator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A struct as an expression sees it: as CEL sees a message whose fields are wrappers. A field that is null is not there for
 * {@code has}, and null when it is read.
 */
@SuppressWarnings("Immutable") // as its superclass
final class StructView extends View {

    private final Struct struct;

    StructView(Struct struct) {
        this.struct = struct;
    }

    @Override
    Object raw() {
        return struct;
    }

    @Override
    public Object select(String name) {
        Field field = struct.schema().field(name);
        if (field == null) {
            throw CelAttributeNotFoundException.forMissingMapKey(name);
        }
        Object value = struct.get(field);
        return value == null ? NullValue.NULL_VALUE : Reading.of(field.schema()).of(value);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Field field = name instanceof String text ? struct.schema().field(text) : null;
        Object value = field == null ? null : struct.get(field);
        return field == null || value == null
                ? null
                : Reading.of(field.schema()).of(value);
    }

    @Override
    public int size() {
        int size = 0;
        for (Field field : struct.schema().fields()) {
            size += struct.get(field) == null ? 0 : 1;
        }
        return size;
    }

    @Override
    Iterator<Object> names() {
        return struct.schema().fields().stream()
                .filter(field -> struct.get(field) != null)
                .map(field -> (Object) field.name())
                .iterator();
    }
}
