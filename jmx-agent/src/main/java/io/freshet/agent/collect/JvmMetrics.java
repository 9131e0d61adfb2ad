package io.freshet.agent.collect;

import io.freshet.agent.collect.simpleclient.Families;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.ForeignFamily;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.BufferPoolsExports;
import io.prometheus.client.hotspot.ClassLoadingExports;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import io.prometheus.client.hotspot.ThreadExports;
import io.prometheus.client.hotspot.VersionInfoExports;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The JVM and the process, as simpleclient sees them.
 *
 * <p>Some families are there under two names, because dashboards exist for both: {@code jvm_memory_bytes_used} is
 * simpleclient's, {@code jvm_memory_used_bytes} that of its successor.
 */
public final class JvmMetrics implements AutoCloseable {
    private static final Map<String, String> SECOND_NAMES = Map.ofEntries(
            Map.entry("jvm_memory_bytes_used", "jvm_memory_used_bytes"),
            Map.entry("jvm_memory_bytes_committed", "jvm_memory_committed_bytes"),
            Map.entry("jvm_memory_bytes_max", "jvm_memory_max_bytes"),
            Map.entry("jvm_memory_bytes_init", "jvm_memory_init_bytes"),
            Map.entry("jvm_memory_pool_bytes_used", "jvm_memory_pool_used_bytes"),
            Map.entry("jvm_memory_pool_bytes_committed", "jvm_memory_pool_committed_bytes"),
            Map.entry("jvm_memory_pool_bytes_max", "jvm_memory_pool_max_bytes"),
            Map.entry("jvm_memory_pool_bytes_init", "jvm_memory_pool_init_bytes"),
            Map.entry("jvm_info", "jvm_runtime_info"));

    private final CollectorRegistry registry = new CollectorRegistry();
    private final AllocatedMemory allocations = AllocatedMemory.listen();

    public JvmMetrics() {
        new StandardExports().register(registry);
        new MemoryPoolsExports().register(registry);
        new BufferPoolsExports().register(registry);
        new GarbageCollectorExports().register(registry);
        new ThreadExports().register(registry);
        new ClassLoadingExports().register(registry);
        new VersionInfoExports().register(registry);
        allocations.register(registry);
    }

    /** Stops listening to the JVM. */
    @Override
    public void close() {
        allocations.close();
    }

    /** The families as of now. */
    public List<ForeignFamily> families() {
        List<ForeignFamily> families = new ArrayList<>();
        for (Collector.MetricFamilySamples found : Collections.list(registry.metricFamilySamples())) {
            FamilyName name = Families.nameOf(found);
            families.add(Families.family(found, name));
            String second = SECOND_NAMES.get(name.sample());
            if (second != null) {
                families.add(Families.family(found, new FamilyName(second, name.type())));
            }
        }
        return families;
    }
}
