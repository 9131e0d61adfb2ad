package io.freshet.agent.metric;

import java.util.List;
import java.util.Set;

/** What the series of a family are about, by their labels: how many there may become depends on it. */
enum Scope {
    PROCESS,
    /** A topic, client, group, task or the like. */
    PART,
    PARTITION;

    /** Labels of which a process has few values, however much it does. */
    private static final Set<String> BOUNDED =
            Set.of("request", "version", "error", "processor", "networkProcessor", "listener");

    static Scope of(List<Label> labels) {
        if (labels.stream().anyMatch(label -> label.name().equals("partition"))) {
            return PARTITION;
        }
        return labels.stream().allMatch(label -> BOUNDED.contains(label.name())) ? PROCESS : PART;
    }
}
