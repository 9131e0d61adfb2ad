package io.freshet.agent.catalogue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one entry as the data has them, each of which must be known. */
final class EntryFields {
    private final String file;
    private final Map<?, ?> values;
    private final Set<Object> read = new HashSet<>();

    EntryFields(String file, Object values) {
        this.file = file;
        if (!(values instanceof Map)) {
            throw new IllegalStateException(file + ": an entry must be a map. Found: " + values);
        }
        this.values = (Map<?, ?>) values;
    }

    String required(String field) {
        Object value = take(field);
        if (value == null) {
            throw new IllegalStateException(file + ": " + field + " is missing in " + values);
        }
        return value.toString();
    }

    String optional(String field, String otherwise) {
        Object value = take(field);
        return value == null ? otherwise : value.toString();
    }

    double number(String field, double otherwise) {
        Object value = take(field);
        return value == null ? otherwise : Double.parseDouble(value.toString());
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(take(field));
    }

    <E extends Enum<E>> E choice(String field, Class<E> choices) {
        return Enum.valueOf(choices, required(field).toUpperCase(Locale.ROOT));
    }

    void rejectOthers() {
        for (Object field : values.keySet()) {
            if (!read.contains(field)) {
                throw new IllegalStateException(file + ": nothing reads the field " + field + " of " + values);
            }
        }
    }

    private @Nullable Object take(String field) {
        read.add(field);
        return values.get(field);
    }
}
