package io.freshet.agent.collect;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * {@code jvm_memory_pool_allocated_bytes_total{pool="G1 Eden Space"} 12345}: what was allocated, by pool, as far as
 * collections show it.
 *
 * <p>Like simpleclient's own collector of this name, which cannot be taken out of the JVM again.
 */
final class AllocatedMemory extends Collector implements NotificationListener {
    private final Map<String, Pool> pools = new ConcurrentHashMap<>();

    private AllocatedMemory() {}

    static AllocatedMemory listen() {
        AllocatedMemory memory = new AllocatedMemory();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            memory.pools.put(pool.getName(), new Pool(usage == null ? 0 : usage.getUsed()));
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter) {
                ((NotificationEmitter) collector).addNotificationListener(memory, null, null);
            }
        }
        return memory;
    }

    void close() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter) {
                try {
                    ((NotificationEmitter) collector).removeNotificationListener(this);
                } catch (ListenerNotFoundException e) {
                    // Gone is what it should be.
                }
            }
        }
    }

    @Override
    public void handleNotification(Notification notification, @Nullable Object handback) {
        if (notification.getUserData() instanceof CompositeData) {
            GcInfo collection = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo();
            Map<String, MemoryUsage> after = collection.getMemoryUsageAfterGc();
            collection.getMemoryUsageBeforeGc().forEach((name, before) -> {
                MemoryUsage left = after.get(name);
                pools.computeIfAbsent(name, missing -> new Pool(0))
                        .collected(before.getUsed(), left == null ? 0 : left.getUsed());
            });
        }
    }

    @Override
    public List<MetricFamilySamples> collect() {
        CounterMetricFamily family = new CounterMetricFamily(
                "jvm_memory_pool_allocated_bytes_total",
                "Bytes allocated in a memory pool since the agent started, until the last collection.",
                List.of("pool"));
        pools.forEach((name, pool) -> family.addMetric(List.of(name), pool.allocated.doubleValue()));
        return List.of(family);
    }

    private static final class Pool {
        private final LongAdder allocated = new LongAdder();
        private long usedAfterLast;

        Pool(long used) {
            this.usedAfterLast = used;
        }

        /** What a pool has before a collection and had not after the one before was allocated in between. */
        synchronized void collected(long before, long after) {
            allocated.add(Math.max(0, before - usedAfterLast));
            usedAfterLast = after;
        }
    }
}
