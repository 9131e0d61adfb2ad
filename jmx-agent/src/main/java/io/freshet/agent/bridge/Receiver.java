package io.freshet.agent.bridge;

import org.jspecify.annotations.Nullable;

/** Takes what the woven code has seen. Called on threads of the host: must return at once. */
public interface Receiver {
    /** A registry of Kafka's own kind was built; its context names the JMX domain. */
    void kafkaRegistryCreated(Object registry, @Nullable Object context);

    /** A registry of Kafka's own kind was asked how many metrics it holds, which is itself one of its metrics. */
    void kafkaRegistryCounted(Object registry);

    void kafkaMetricRegistered(Object registry, Object metric);

    /** The name's metric was taken out of the registry. */
    void kafkaMetricRemoved(Object registry, Object name);

    void kafkaRegistryClosed(Object registry);

    /** A registry of Yammer's kind was built or met. */
    void yammerRegistrySeen(Object registry);

    /** Woven code, or this receiver, has thrown. */
    void failed(Throwable failure);
}
