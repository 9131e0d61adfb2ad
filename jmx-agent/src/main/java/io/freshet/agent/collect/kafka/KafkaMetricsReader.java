package io.freshet.agent.collect.kafka;

import io.freshet.agent.collect.KafkaRegistryReader;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.jspecify.annotations.Nullable;

/** Reads the registry that Kafka wrote itself: clients, Connect, Streams, raft, quotas. */
public final class KafkaMetricsReader implements KafkaRegistryReader {
    /** The domains that Kafka uses, for registries whose making was not seen. */
    private static final List<String> DOMAINS = List.of(
            "kafka.producer",
            "kafka.consumer",
            "kafka.admin.client",
            "kafka.connect",
            "kafka.connect.mirror",
            "kafka.streams",
            "kafka.server");

    @Override
    public String domain(@Nullable Object context) {
        if (!(context instanceof MetricsContext)) {
            return "";
        }
        String namespace = ((MetricsContext) context).contextLabels().get(MetricsContext.NAMESPACE);
        return namespace == null ? "" : namespace;
    }

    @Override
    public String domainOf(Object registry) {
        Metrics metrics = (Metrics) registry;
        for (MetricsReporter reporter : metrics.reporters()) {
            if (reporter instanceof JmxReporter) {
                for (MetricName name : metrics.metrics().keySet()) {
                    String domain = domainIn((JmxReporter) reporter, name);
                    if (!domain.isEmpty()) {
                        return domain;
                    }
                }
            }
        }
        return "";
    }

    private static String domainIn(JmxReporter reporter, MetricName name) {
        StringBuilder keys = new StringBuilder(":type=").append(name.group());
        name.tags()
                .forEach(
                        (key, value) -> keys.append(',').append(key).append('=').append(value));
        return DOMAINS.stream()
                .filter(domain -> reporter.containsMbean(domain + keys))
                .findFirst()
                .orElse("");
    }

    @Override
    public Collection<?> metrics(Object registry) {
        return ((Metrics) registry).metrics().values();
    }

    @Override
    public Object nameOf(Object metric) {
        return ((KafkaMetric) metric).metricName();
    }

    @Override
    public @Nullable MetricSource source(String domain, Object metric) {
        KafkaMetric kafkaMetric = (KafkaMetric) metric;
        MetricName name = kafkaMetric.metricName();
        MetricSource.Named source =
                MetricSource.group(domain, name.group(), name.name(), labels(name), name.description());
        KafkaMetricValue value = new KafkaMetricValue(kafkaMetric);
        Measurable measured = measurable(kafkaMetric);
        if (measured == null) {
            return source.untyped(value::value, value, value::text);
        }
        return measured instanceof CumulativeSum ? source.cumulative(value) : source.gauge(value);
    }

    /** What is measured; null for a gauge, which in clients before Kafka 3.8 can be told by the exception only. */
    private static @Nullable Measurable measurable(KafkaMetric metric) {
        try {
            return metric.measurable();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static List<Label> labels(MetricName name) {
        List<Label> labels = new ArrayList<>(name.tags().size());
        for (Map.Entry<String, String> tag : name.tags().entrySet()) {
            labels.add(new Label(tag.getKey(), String.valueOf(tag.getValue())));
        }
        return labels;
    }
}
