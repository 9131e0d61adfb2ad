package io.freshet.agent.expose.status;

import io.freshet.agent.metric.Health;
import io.freshet.agent.metric.Label;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One series as it was read. */
final class Point {
    private final byte[] labels;
    private final double value;
    private final @Nullable String text;
    private final long count;
    private final Health health;

    Point(byte[] labels, double value, @Nullable String text, long count, Health health) {
        this.labels = labels;
        this.value = value;
        this.text = text;
        this.count = count;
        this.health = health;
    }

    /** The number; of a distribution its 99th percentile. */
    double value() {
        return value;
    }

    /** The text, where it is one. */
    @Nullable
    String text() {
        return text;
    }

    /** The observations of a distribution. */
    long count() {
        return count;
    }

    Health health() {
        return health;
    }

    int labelCount() {
        return LabelText.count(labels);
    }

    byte[] labels() {
        return labels;
    }

    /** The values of its labels, for people. */
    String name() {
        List<Label> all = LabelText.labels(labels);
        return all.isEmpty()
                ? "all"
                : all.stream().map(label -> label.name() + " " + label.value()).collect(Collectors.joining(", "));
    }
}
