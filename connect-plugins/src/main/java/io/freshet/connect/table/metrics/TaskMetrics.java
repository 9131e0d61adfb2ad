package io.freshet.connect.table.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.utils.Time;

/**
 * The counts of a task: {@code freshet.table:type=table-sink-metrics,connector=...,task=...}, through a registry of Kafka's, so that
 * JMX and whoever else reads Kafka's metrics finds them.
 */
public final class TaskMetrics implements AutoCloseable {

    private static final String DOMAIN = "freshet.table";
    private static final String GROUP = "table-sink-metrics";

    private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);
    private final Metrics registry;

    public TaskMetrics(String connector, String task) {
        registry = new Metrics(
                new MetricConfig(), List.of(new JmxReporter()), Time.SYSTEM, new KafkaMetricsContext(DOMAIN));
        // The number of metrics, which every registry of Kafka's has, tells nobody anything.
        List.copyOf(registry.metrics().keySet()).forEach(registry::removeMetric);
        Map<String, String> tags = Map.of("connector", connector, "task", task);
        for (Count count : Count.values()) {
            AtomicLong counter = new AtomicLong();
            counts.put(count, counter);
            registry.addMetric(
                    registry.metricName(count.attribute(), GROUP, count.meaning(), tags), new Total(counter));
        }
    }

    public void add(Count count, long number) {
        Objects.requireNonNull(counts.get(count)).addAndGet(number);
    }

    @Override
    public void close() {
        registry.close();
    }

    /** A total that is counted elsewhere. Of Kafka's type for totals, by which readers tell counters from gauges. */
    private static final class Total extends CumulativeSum {

        private final AtomicLong counter;

        Total(AtomicLong counter) {
            this.counter = counter;
        }

        @Override
        public double measure(MetricConfig config, long now) {
            return counter.get();
        }
    }
}
