package io.freshet.agent.collect;

import io.freshet.agent.metric.MetricSource;
import org.jspecify.annotations.Nullable;

/** Reads {@code com.yammer.metrics.core.MetricsRegistry} and what it holds; all objects are of Yammer's types. */
public interface YammerRegistryReader {
    /** Told what is in a registry, and then what enters and leaves it; on threads of the host. */
    interface Listener {
        void added(Object name, Object metric);

        void removed(Object name);
    }

    /** Begins to listen; the result ends it. */
    Runnable listen(Object registry, Listener listener);

    /** Describes a metric, which it holds weakly; null when its value is neither a number nor a text. */
    @Nullable
    MetricSource source(Object name, Object metric);
}
