package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Label;
import java.util.List;

/** Which series of a metric belong to its profile: those with one of these values of a key, or all. */
final class Only {
    private final String key;
    private final List<String> values;

    private Only(String key, List<String> values) {
        this.key = key;
        this.values = values;
    }

    /** Reads {@code request=Produce, Fetch}; an empty text takes all. */
    static Only parse(String text) {
        int equals = text.indexOf('=');
        return text.isEmpty()
                ? new Only("", List.of())
                : new Only(
                        text.substring(0, equals),
                        List.of(text.substring(equals + 1).split(", ", -1)));
    }

    boolean takes(List<Label> labels) {
        return key.isEmpty()
                || labels.stream().anyMatch(label -> label.name().equals(key) && values.contains(label.value()));
    }
}
