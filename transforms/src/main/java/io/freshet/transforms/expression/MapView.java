package io.freshet.transforms.expression;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.values.NullValue;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A map as an expression sees it: a null is a value like others. */
@SuppressWarnings("Immutable") // as its superclass
final class MapView extends View {

    private final Map<?, ?> map;
    private final Reading keys;
    private final Reading values;

    /** Shows a map; a null schema leaves its types to the values. */
    MapView(Map<?, ?> map, @Nullable Schema schema) {
        this.map = map;
        this.keys = Reading.of(schema == null ? null : schema.keySchema());
        this.values = Reading.of(schema == null ? null : schema.valueSchema());
    }

    @Override
    Object raw() {
        return map;
    }

    @Override
    public Object select(String field) {
        Object value = get(field);
        if (value == null) {
            throw CelAttributeNotFoundException.forMissingMapKey(field);
        }
        return value;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Object value = map.get(name);
        if (value != null) {
            return values.of(value);
        }
        if (map.containsKey(name)) {
            return NullValue.NULL_VALUE;
        }
        return name instanceof Long number ? byNumber(number) : null;
    }

    /** Connect's maps may have keys of smaller integers. */
    private @Nullable Object byNumber(Long number) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof Number && number.equals(keys.of(entry.getKey()))) {
                return values.orNull(entry.getValue());
            }
        }
        return null;
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    Iterator<Object> names() {
        return map.keySet().stream().map(keys::orNull).iterator();
    }
}
