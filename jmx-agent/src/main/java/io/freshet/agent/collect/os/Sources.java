package io.freshet.agent.collect.os;

import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Makes numbers known as metrics, in the way of registries: under a domain, a type and an attribute. */
final class Sources {
    static final String HOST = "freshet.host";
    static final String CONTAINER = "freshet.container";

    private final SourceShelf shelf;

    Sources(SourceShelf shelf) {
        this.shelf = shelf;
    }

    void add(String domain, List<Column> columns, Readings readings, List<Label> labels) {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            add(domain, column, labels, readings.reading(i, column));
        }
    }

    void remove(String domain, List<Column> columns, List<Label> labels) {
        for (Column column : columns) {
            shelf.remove(key(domain, column, labels));
        }
    }

    private void add(String domain, Column column, List<Label> labels, DoubleSupplier reading) {
        MetricSource.Named named = MetricSource.group(domain, column.type(), column.attribute(), labels, "");
        MetricSource source = column.isCumulative() ? named.cumulative(reading) : named.gauge(reading);
        shelf.put(key(domain, column, labels), source);
    }

    private static Object key(String domain, Column column, List<Label> labels) {
        StringBuilder key = new StringBuilder(domain).append(' ').append(column.type());
        key.append(' ').append(column.attribute());
        labels.forEach(label -> key.append(' ').append(label.value()));
        return key.toString();
    }
}
