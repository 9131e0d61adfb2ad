package io.freshet.transforms.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.utils.Time;

/**
 * The metrics of all tables and joins of this worker: Kafka's own registry, in a domain of its own, so that JMX and whoever
 * else reads Kafka's metrics finds them. Nothing is recorded into it; it reads what others count.
 */
public final class WorkerMetrics implements AutoCloseable {

    private static final String DOMAIN = "freshet.enrich";

    private final Metrics registry;
    private final Map<String, SharedJoin> joins = new HashMap<>();

    public WorkerMetrics() {
        registry = new Metrics(
                new MetricConfig(), List.of(new JmxReporter()), Time.SYSTEM, new KafkaMetricsContext(DOMAIN));
        // The number of metrics, which every registry of Kafka's has, tells nobody anything.
        List.copyOf(registry.metrics().keySet()).forEach(registry::removeMetric);
    }

    /** Returns the metrics of one thing, still without any. */
    public Set set(Metric.Group group, String name) {
        return new Set(group, name);
    }

    /** Returns counts for one more transformation of this name. */
    public synchronized JoinCounts join(String name) {
        return joins.computeIfAbsent(name, SharedJoin::new).open();
    }

    @Override
    public void close() {
        registry.close();
    }

    /** The metrics of one table, or of one name. They are there until it is closed. */
    public final class Set implements AutoCloseable {

        private final Metric.Group group;
        private final Map<String, String> tags;
        private final List<MetricName> names = new ArrayList<>();

        private Set(Metric.Group group, String name) {
            this.group = group;
            this.tags = Map.of(group.tag(), name);
        }

        /** Adds a number that goes up and down. */
        public Set gauge(Metric metric, DoubleSupplier value) {
            return add(metric, metric.attribute(), metric.meaning(), (config, now) -> value.getAsDouble());
        }

        /** Adds a number that only grows, with its rate. */
        public Set count(Metric metric, LongSupplier count) {
            ReadingRate rate = new ReadingRate(count, System.nanoTime());
            add(metric, metric.attribute(), metric.meaning(), new Total(count::getAsLong));
            String ofRate = "Per second, lately: " + metric.meaning();
            return add(metric, metric.rateAttribute(), ofRate, (config, now) -> rate.at(System.nanoTime()));
        }

        /** Adds seconds that only grow, counted in nanoseconds. */
        public Set time(Metric metric, LongSupplier nanos) {
            return add(metric, metric.attribute(), metric.meaning(), new Total(() -> nanos.getAsLong() / 1e9));
        }

        private Set add(Metric metric, String attribute, String meaning, Measurable value) {
            if (metric.group() != group) {
                throw new IllegalArgumentException(metric + " is not of " + group);
            }
            MetricName name = new MetricName(attribute, group.type(), meaning, tags);
            registry.addMetric(name, value);
            names.add(name);
            return this;
        }

        @Override
        public void close() {
            names.forEach(registry::removeMetric);
        }
    }

    /** A total that is counted elsewhere. Of Kafka's type for totals, by which readers tell counters from gauges. */
    private static final class Total extends CumulativeSum {

        private final DoubleSupplier value;

        Total(DoubleSupplier value) {
            this.value = value;
        }

        @Override
        public double measure(MetricConfig config, long now) {
            return value.getAsDouble();
        }
    }

    /** The transformations of one name. */
    private final class SharedJoin {

        private final String name;
        private final Set metrics;
        private final List<JoinCounts> open = new ArrayList<>();

        /** What those counted that are closed. */
        private final Map<Metric, Long> past = new EnumMap<>(Metric.class);

        SharedJoin(String name) {
            this.name = name;
            this.metrics = set(Metric.Group.JOIN, name);
            for (Metric metric : Metric.of(Metric.Group.JOIN)) {
                if (metric.kind() == Metric.Kind.TIME) {
                    metrics.time(metric, () -> total(metric));
                } else {
                    metrics.count(metric, () -> total(metric));
                }
            }
        }

        JoinCounts open() {
            JoinCounts counts = new JoinCounts(this::close);
            synchronized (open) {
                open.add(counts);
            }
            return counts;
        }

        private long total(Metric metric) {
            synchronized (open) {
                long sum = past.getOrDefault(metric, 0L);
                for (JoinCounts counts : open) {
                    sum += counts.of(metric);
                }
                return sum;
            }
        }

        private void close(JoinCounts counts) {
            synchronized (WorkerMetrics.this) {
                boolean last;
                synchronized (open) {
                    if (!open.remove(counts)) {
                        return;
                    }
                    Metric.of(Metric.Group.JOIN).forEach(metric -> past.merge(metric, counts.of(metric), Long::sum));
                    last = open.isEmpty();
                }
                if (last) {
                    joins.remove(name);
                    metrics.close();
                }
            }
        }
    }
}
