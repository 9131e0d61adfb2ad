package io.freshet.agent.hooks;

import org.jspecify.annotations.Nullable;

/** The broker's Yammer registry is built once: where that was missed, it is met whenever the broker asks for it. */
final class KafkaYammerMetricsHook extends Hook {
    KafkaYammerMetricsHook() {
        super("kafka_yammer_metrics", "org.apache.kafka.server.metrics.KafkaYammerMetrics");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        return method.is("defaultRegistry", 0) ? BridgeCall.onReturnWithResult("yammerRegistrySeen") : null;
    }

    /** What is woven in does the rest. */
    @Override
    void met(Class<?> loaded) throws ReflectiveOperationException {
        loaded.getMethod("defaultRegistry").invoke(null);
    }
}
