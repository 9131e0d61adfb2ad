package io.freshet.transforms.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** What one transformation counts of its records, on the one thread that it runs on. */
public final class RecordCounts implements AutoCloseable {

    private final Metric.Group group;
    private final Map<Metric, OneWriterCount> counts = new EnumMap<>(Metric.class);
    private final Consumer<RecordCounts> onClose;

    RecordCounts(Metric.Group group, Consumer<RecordCounts> onClose) {
        this.group = group;
        this.onClose = onClose;
        Metric.of(group).forEach(metric -> counts.put(metric, new OneWriterCount()));
    }

    public void increment(Metric metric) {
        add(metric, 1);
    }

    /** Adds to what a metric counts: nanoseconds, if it is a time; of a gauge, that of this transformation. */
    public void add(Metric metric, long more) {
        count(metric).add(more);
    }

    long of(Metric metric) {
        return count(metric).get();
    }

    private OneWriterCount count(Metric metric) {
        OneWriterCount count = counts.get(metric);
        if (count == null) {
            throw new IllegalArgumentException(metric + " is not of " + group);
        }
        return count;
    }

    /** Hands over what was counted, once: no total goes back. */
    @Override
    public void close() {
        onClose.accept(this);
    }
}
