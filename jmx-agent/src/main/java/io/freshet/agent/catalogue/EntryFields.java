package io.freshet.agent.catalogue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The fields of one entry, each of which must be known. */
final class EntryFields {
    private final Map<String, String> values;
    private final Set<String> read = new HashSet<>();

    EntryFields(Map<String, String> values) {
        this.values = values;
    }

    String required(String field) {
        String value = optional(field, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing in " + values);
        }
        return value;
    }

    String optional(String field, String otherwise) {
        read.add(field);
        return values.getOrDefault(field, otherwise);
    }

    double number(String field, double otherwise) {
        String value = optional(field, "");
        return value.isEmpty() ? otherwise : Double.parseDouble(value);
    }

    boolean flag(String field) {
        String value = optional(field, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(field + " must be true or false. Found: " + value);
        }
        return value.equals("true");
    }

    List<String> list(String field) {
        String value = optional(field, "");
        return value.isEmpty() ? List.of() : List.of(value.split(", ", -1));
    }

    <E extends Enum<E>> E choice(String field, Class<E> choices) {
        return Enum.valueOf(choices, required(field).toUpperCase(Locale.ROOT));
    }

    void rejectOthers() {
        for (String field : values.keySet()) {
            if (!read.contains(field)) {
                throw new IllegalArgumentException("nothing reads the field " + field + " of " + values);
            }
        }
    }
}
