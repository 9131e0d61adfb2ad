package io.freshet.agent.dialect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The fields of a rule as the data has them, each of which must be known. */
final class RuleFields {
    private static final Set<String> KNOWN = Set.of(
            "of", "domain", "group", "metric", "keys", "read", "family", "type", "labels", "label-names", "text-label");

    private final Map<?, ?> values;

    RuleFields(Object values) {
        if (!(values instanceof Map)) {
            throw new IllegalArgumentException("a rule must be a map. Found: " + values);
        }
        this.values = (Map<?, ?>) values;
        for (Object key : this.values.keySet()) {
            if (!KNOWN.contains(String.valueOf(key))) {
                throw new IllegalArgumentException("nothing reads the field " + key + " of " + values);
            }
        }
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    String text(String field, String otherwise) {
        Object value = values.get(field);
        return value == null ? otherwise : value.toString();
    }

    Map<String, String> map(String field) {
        Map<String, String> map = new LinkedHashMap<>();
        Object value = values.get(field);
        if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((key, item) -> map.put(String.valueOf(key), String.valueOf(item)));
        }
        return map;
    }
}
