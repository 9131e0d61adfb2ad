package io.freshet.agent.coverage;

import java.util.Map;
import java.util.TreeMap;
import javax.management.ObjectName;

/** An MBean of Kafka with its attributes as of one moment. */
record Bean(ObjectName name, Map<String, Object> attributes) {
    private static final String NAME = "name";
    private static final String TYPE = "type";

    /** Whether it is of Yammer's registry, where each metric is an MBean. */
    boolean isOne() {
        return name.getKeyProperty(NAME) != null
                && (attributes.containsKey("Value") || attributes.containsKey("Count"));
    }

    String domain() {
        return name.getDomain();
    }

    String type() {
        return key(TYPE);
    }

    /** The metric's name, of one that is an MBean. */
    String metric() {
        return key(NAME);
    }

    /** The keys that become labels, as the page shows them. */
    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        name.getKeyPropertyList().forEach((key, value) -> {
            boolean names = key.equals(TYPE) || (isOne() && key.equals(NAME));
            if (!names && !unquoted(value).isEmpty()) {
                labels.put(key.replaceAll("[^a-zA-Z0-9_]", "_"), unquoted(value));
            }
        });
        return labels;
    }

    private String key(String key) {
        String value = name.getKeyProperty(key);
        return value == null ? "" : unquoted(value);
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? ObjectName.unquote(value) : value;
    }
}
