package io.freshet.agent.collect.kafka;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.GaugeValue;
import java.lang.ref.WeakReference;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/** The value of one metric. Weak, because a client that is forgotten without being closed must not stay for the agent. */
final class KafkaMetricValue extends WeakReference<KafkaMetric> implements DoubleSupplier {
    KafkaMetricValue(KafkaMetric metric) {
        super(metric);
    }

    /** Takes Kafka's lock: called once per scrape. */
    @Override
    public double getAsDouble() {
        KafkaMetric metric = get();
        return metric == null ? Absent.VALUE : GaugeValue.number(metric.metricValue());
    }

    @Nullable
    String text() {
        return GaugeValue.text(value());
    }

    @Nullable
    Object value() {
        KafkaMetric metric = get();
        return metric == null ? null : metric.metricValue();
    }
}
