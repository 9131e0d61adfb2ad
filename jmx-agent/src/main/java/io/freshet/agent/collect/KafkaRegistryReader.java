package io.freshet.agent.collect;

import io.freshet.agent.metric.MetricSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reads {@code org.apache.kafka.common.metrics.Metrics} and what it holds; all objects are of Kafka's types. */
public interface KafkaRegistryReader {
    /** The JMX domain that a metrics context names; empty when it names none. */
    String domain(@Nullable Object context);

    /** The domain under which a registry's metrics stand in JMX, if that can be told from its reporters. */
    String domainOf(Object registry);

    Collection<?> metrics(Object registry);

    Object nameOf(Object metric);

    /** Describes a metric, which it holds weakly; null when its value is neither a number nor a text. */
    @Nullable
    MetricSource source(String domain, Object metric);
}
