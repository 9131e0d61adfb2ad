package io.freshet.agent.collect.lag;

import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Things of one kind, by their labels, each with the metrics of some columns. */
final class Rows<T> {
    private final SourceShelf shelf;
    private final List<Column<T>> columns;
    private final Map<List<Label>, Cell<T>> cells = new HashMap<>();

    Rows(SourceShelf shelf, List<Column<T>> columns) {
        this.shelf = shelf;
        this.columns = columns;
    }

    int columns() {
        return columns.size();
    }

    /** These are the things that there are now. */
    void show(Map<List<Label>, T> things) {
        Iterator<List<Label>> known = cells.keySet().iterator();
        while (known.hasNext()) {
            List<Label> labels = known.next();
            if (!things.containsKey(labels)) {
                columns.forEach(column -> shelf.remove(List.of(column.name(), labels)));
                known.remove();
            }
        }
        things.forEach((labels, thing) -> {
            Cell<T> cell = cells.get(labels);
            if (cell == null) {
                add(labels, new Cell<>(thing));
            } else {
                cell.thing = thing;
            }
        });
    }

    private void add(List<Label> labels, Cell<T> cell) {
        cells.put(labels, cell);
        for (Column<T> column : columns) {
            MetricSource source = column.source(labels, cell);
            shelf.put(List.of(column.name(), labels), source);
        }
    }

    void clear() {
        cells.clear();
    }

    private static final class Cell<T> implements Supplier<T> {
        private volatile T thing;

        Cell(T thing) {
            this.thing = thing;
        }

        @Override
        public T get() {
            return thing;
        }
    }
}
