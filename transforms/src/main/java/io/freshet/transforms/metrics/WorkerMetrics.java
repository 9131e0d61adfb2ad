package io.freshet.transforms.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
 * Metrics of this worker's tables and transformations: Kafka's own registry, in a domain of its own, so that JMX and whoever
 * else reads Kafka's metrics finds them. Nothing is recorded into it; it reads what others count.
 */
public final class WorkerMetrics implements AutoCloseable {

    private static final String DOMAIN = "freshet.enrich";

    private final Metrics registry;
    private final Map<Name, Together> named = new HashMap<>();

    public WorkerMetrics() {
        this(DOMAIN);
    }

    WorkerMetrics(String domain) {
        registry = new Metrics(
                new MetricConfig(), List.of(new JmxReporter()), Time.SYSTEM, new KafkaMetricsContext(domain));
        // The number of metrics, which every registry of Kafka's has, tells nobody anything.
        List.copyOf(registry.metrics().keySet()).forEach(registry::removeMetric);
    }

    /** Returns the metrics of one thing, still without any. */
    public Set set(Metric.Group group, String name) {
        return new Set(group, name);
    }

    /** Returns counts for one more join of this name. */
    public RecordCounts join(String name) {
        return counts(Metric.Group.JOIN, name, closed -> {});
    }

    /** Returns counts for one more transformation of this name, and tells when they are closed. */
    synchronized RecordCounts counts(Metric.Group group, String name, Consumer<RecordCounts> onClose) {
        return named.computeIfAbsent(new Name(group, name), Together::new).open(onClose);
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

    private record Name(Metric.Group group, String name) {}

    /** The transformations of one name. */
    private final class Together {

        private final Name name;
        private final Set metrics;
        private final List<RecordCounts> open = new ArrayList<>();

        /** What those counted that are closed. */
        private final Map<Metric, Long> past = new EnumMap<>(Metric.class);

        Together(Name name) {
            this.name = name;
            this.metrics = set(name.group, name.name);
            for (Metric metric : Metric.of(name.group)) {
                switch (metric.kind()) {
                    case GAUGE -> metrics.gauge(metric, () -> total(metric));
                    case COUNT -> metrics.count(metric, () -> total(metric));
                    case TIME -> metrics.time(metric, () -> total(metric));
                }
            }
        }

        RecordCounts open(Consumer<RecordCounts> onClose) {
            RecordCounts counts = new RecordCounts(name.group, closed -> {
                close(closed);
                onClose.accept(closed);
            });
            synchronized (open) {
                open.add(counts);
            }
            return counts;
        }

        private long total(Metric metric) {
            synchronized (open) {
                long sum = past.getOrDefault(metric, 0L);
                for (RecordCounts counts : open) {
                    sum += counts.of(metric);
                }
                return sum;
            }
        }

        private void close(RecordCounts counts) {
            synchronized (WorkerMetrics.this) {
                boolean last;
                synchronized (open) {
                    if (!open.remove(counts)) {
                        return;
                    }
                    Metric.of(name.group).stream()
                            .filter(metric -> metric.kind() != Metric.Kind.GAUGE)
                            .forEach(metric -> past.merge(metric, counts.of(metric), Long::sum));
                    last = open.isEmpty();
                }
                if (last) {
                    named.remove(name);
                    metrics.close();
                }
            }
        }
    }
}
