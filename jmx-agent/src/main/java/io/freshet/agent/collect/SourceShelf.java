package io.freshet.agent.collect;

import io.freshet.agent.metric.MetricSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics of an origin that is no registry, so that they can be taken in once more under other rules. */
public final class SourceShelf {
    private final Inventory inventory;
    private final Map<Object, MetricSource> sources = new LinkedHashMap<>();

    public SourceShelf(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Puts a metric in, in place of another one of this key. */
    public void put(Object key, MetricSource source) {
        sources.put(key, source);
        inventory.put(key, source, source);
    }

    public void remove(Object key) {
        sources.remove(key);
        inventory.remove(key);
    }

    /** Takes gauges in that have got their first value since. */
    public void catchUp() {
        inventory.catchUp();
    }

    /** Takes everything in once more, while the table is being filled anew. */
    public void retake() {
        inventory.forget();
        sources.forEach((key, source) -> inventory.put(key, source, source));
    }

    /** Takes everything out. */
    public void clear() {
        sources.clear();
        inventory.clear();
    }
}
