package io.freshet.agent.collect;

import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.Series;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The metrics of one registry, or of another origin, by name, with the series that each became. */
public final class Inventory {
    private final SeriesTable table;
    private final Function<MetricSource, List<SeriesPlan>> planner;
    private final AgentHealth health;
    private final Map<Object, Holding> holdings = new HashMap<>();

    /** Those that nobody knows the kind of, as they had no value yet. */
    private final Map<Object, MetricSource> undecided = new HashMap<>();

    public Inventory(SeriesTable table, Function<MetricSource, List<SeriesPlan>> planner, AgentHealth health) {
        this.table = table;
        this.planner = planner;
        this.health = health;
    }

    /** Whether this very metric is in; after a registry was read as a whole its latest changes are heard once more. */
    boolean holds(Object name, Object metric) {
        Holding holding = holdings.get(name);
        return holding != null && holding.identity == System.identityHashCode(metric);
    }

    /** Puts a metric in, in place of another one of this name; it has no source when it cannot be exposed. */
    public void put(Object name, Object metric, @Nullable MetricSource source) {
        remove(name);
        Holding holding = new Holding(System.identityHashCode(metric));
        holdings.put(name, holding);
        take(name, holding, source);
    }

    /** Takes those in that have got their first value since. Called before each scrape. */
    public void catchUp() {
        for (Map.Entry<Object, MetricSource> waiting : List.copyOf(undecided.entrySet())) {
            MetricSource source = waiting.getValue().decided();
            Holding holding = holdings.get(waiting.getKey());
            if (source != waiting.getValue() && holding != null) {
                undecided.remove(waiting.getKey());
                take(waiting.getKey(), holding, source);
            }
        }
    }

    private void take(Object name, Holding holding, @Nullable MetricSource source) {
        if (source == null) {
            health.unsupported();
            return;
        }
        List<SeriesPlan> plans = planner.apply(source);
        if (plans.isEmpty() && source.kind() == MetricSource.Kind.UNDECIDED) {
            undecided.put(name, source);
        }
        for (SeriesPlan plan : plans) {
            Series series = table.add(plan);
            if (series != null) {
                holding.series.add(series);
            }
        }
    }

    /** Takes a metric out, with its series. */
    public void remove(Object name) {
        undecided.remove(name);
        Holding holding = holdings.remove(name);
        if (holding != null) {
            holding.series.forEach(table::remove);
        }
    }

    /** Lets go of everything without taking it from the table, which is being filled anew. */
    void forget() {
        holdings.clear();
        undecided.clear();
    }

    /** Takes all out. */
    public void clear() {
        holdings.values().forEach(holding -> holding.series.forEach(table::remove));
        holdings.clear();
        undecided.clear();
    }

    private static final class Holding {
        private final int identity;
        private final List<Series> series = new ArrayList<>(1);

        Holding(int identity) {
            this.identity = identity;
        }
    }
}
