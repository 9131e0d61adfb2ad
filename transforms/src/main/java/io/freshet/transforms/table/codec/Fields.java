package io.freshet.transforms.table.codec;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The named values of an object in a message: a struct or, where there is no schema, a map. */
final class Fields {

    private Fields() {}

    /** Returns if a value has fields. */
    static boolean hasFields(@Nullable Object value) {
        return value instanceof Struct || value instanceof Map;
    }

    static boolean has(Object holder, String name) {
        return holder instanceof Struct struct
                ? struct.schema().field(name) != null
                : ((Map<?, ?>) holder).containsKey(name);
    }

    /** Returns the value of a field, null if it is null or not there. */
    static @Nullable Object get(Object holder, String name) {
        if (holder instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.getWithoutDefault(name);
        }
        return ((Map<?, ?>) holder).get(name);
    }

    /** Returns the value of a field that is text, null if it is not. */
    static @Nullable String text(Object holder, String name) {
        return get(holder, name) instanceof String text ? text : null;
    }

    /** Returns the value of a field that is a whole number, also one written as text, or {@code otherwise}. */
    static long number(Object holder, String name, long otherwise) {
        return number(get(holder, name), otherwise);
    }

    /** Returns a value that is a whole number, also one written as text, or {@code otherwise}. */
    static long number(@Nullable Object value, long otherwise) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value instanceof String text && !text.isEmpty() && text.length() <= 18) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }
        return otherwise;
    }

    /** Returns the names of all fields, in order. */
    static List<String> names(Object holder) {
        return holder instanceof Struct struct
                ? struct.schema().fields().stream().map(Field::name).toList()
                : ((Map<?, ?>) holder).keySet().stream().map(String::valueOf).toList();
    }

    /**
     * Returns a value that must have fields.
     *
     * @throws DataException if it has none
     */
    static Object required(@Nullable Object value, String what) {
        if (value == null || !hasFields(value)) {
            throw new DataException("Expecting " + what + ", an object. Found: " + kind(value));
        }
        return value;
    }

    /** Names what a value is, not the value. */
    static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof List) {
            return "an array";
        }
        return hasFields(value) ? "an object" : "a " + value.getClass().getSimpleName();
    }
}
