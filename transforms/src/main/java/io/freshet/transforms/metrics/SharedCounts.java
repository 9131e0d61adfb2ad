package io.freshet.transforms.metrics;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the transformations of this worker count that have no table: the first opens the registry, the last closes it. Static
 * for the same reason as {@code SharedTables}: one name in a worker is one MBean.
 */
public final class SharedCounts {

    /** The domain of the metrics of transformations that are not {@code Enrich}. */
    static final String DOMAIN = "freshet.transforms";

    private static final SharedCounts WORKER = new SharedCounts();

    private final Set<RecordCounts> users = new HashSet<>();
    private @Nullable WorkerMetrics metrics;

    private SharedCounts() {}

    /**
     * Returns counts for one more transformation of this name; those of one name are counted together. Whoever gets them
     * closes them.
     */
    public static RecordCounts acquire(Metric.Group group, String name) {
        return WORKER.open(group, name);
    }

    private synchronized RecordCounts open(Metric.Group group, String name) {
        if (metrics == null) {
            metrics = new WorkerMetrics(DOMAIN);
        }
        RecordCounts counts = metrics.counts(group, name, this::closed);
        users.add(counts);
        return counts;
    }

    private synchronized void closed(RecordCounts counts) {
        if (users.remove(counts) && users.isEmpty() && metrics != null) {
            metrics.close();
            metrics = null;
        }
    }
}
