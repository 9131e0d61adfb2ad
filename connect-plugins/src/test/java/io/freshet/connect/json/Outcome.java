package io.freshet.connect.json;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What came of a conversion: every value with its class, of maps whatever their class and order, or the class of the exception. */
record Outcome(String text) {

    static Outcome of(Supplier<@Nullable Object> conversion) {
        try {
            return new Outcome(describe(conversion.get()));
        } catch (RuntimeException e) {
            return new Outcome("throws " + e.getClass().getName());
        }
    }

    boolean isValue() {
        return !text.startsWith("throws ");
    }

    private static String describe(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String type = value.getClass().getSimpleName();
        if (value instanceof Map<?, ?> map) {
            Map<String, String> entries = new TreeMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(describe(entry.getKey()), describe(entry.getValue()));
            }
            return "Map" + entries;
        }
        if (value instanceof List<?> list) {
            StringJoiner elements = new StringJoiner(", ", type + "[", "]");
            for (Object element : list) {
                elements.add(describe(element));
            }
            return elements.toString();
        }
        return type + ":" + value;
    }
}
