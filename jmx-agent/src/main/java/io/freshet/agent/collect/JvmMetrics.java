package io.freshet.agent.collect;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.Label;
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
import org.jspecify.annotations.Nullable;

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
            FamilyName name = nameOf(found);
            families.add(family(found, name, name.sample()));
            String second = SECOND_NAMES.get(name.sample());
            if (second != null) {
                families.add(family(found, new FamilyName(second, name.type()), second));
            }
        }
        return families;
    }

    private static ForeignFamily family(Collector.MetricFamilySamples found, FamilyName name, String sampleName) {
        List<ForeignFamily.Sample> samples = new ArrayList<>();
        for (Collector.MetricFamilySamples.Sample sample : found.samples) {
            String rest = suffix(sample.name, name.type());
            if (rest != null) {
                samples.add(new ForeignFamily.Sample(sampleName + rest, labels(sample), sample.value));
            }
        }
        return new ForeignFamily(name, found.help, unit(name), samples);
    }

    /** What a sample's name adds to the family's; null for {@code _created}, which only says when a counter began. */
    private static @Nullable String suffix(String sample, FamilyType type) {
        if (sample.endsWith("_created")) {
            return null;
        }
        if (type == FamilyType.SUMMARY) {
            return sample.endsWith("_count") ? "_count" : sample.endsWith("_sum") ? "_sum" : "";
        }
        return "";
    }

    private static FamilyName nameOf(Collector.MetricFamilySamples found) {
        switch (found.type) {
            case COUNTER:
                return new FamilyName(found.name, FamilyType.COUNTER);
            case SUMMARY:
                return new FamilyName(found.name, FamilyType.SUMMARY);
            default:
                // Infos as well: their labels are their own, so in OpenMetrics a gauge of 1 says the same.
                String name = found.type == Collector.Type.INFO ? found.name + "_info" : found.name;
                return new FamilyName(name, FamilyType.GAUGE);
        }
    }

    private static String unit(FamilyName name) {
        String family = name.openMetrics();
        return family.endsWith("_seconds") ? "seconds" : family.endsWith("_bytes") ? "bytes" : "";
    }

    private static List<Label> labels(Collector.MetricFamilySamples.Sample sample) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < sample.labelNames.size(); i++) {
            labels.add(new Label(sample.labelNames.get(i), sample.labelValues.get(i)));
        }
        return labels;
    }
}
