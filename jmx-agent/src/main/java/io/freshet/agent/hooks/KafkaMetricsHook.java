package io.freshet.agent.hooks;

import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Kafka's own registry: which ones there are, and what enters and leaves them. */
final class KafkaMetricsHook extends Hook {
    private static final Type METRIC = Type.getObjectType("org/apache/kafka/common/metrics/KafkaMetric");
    private static final Type METRIC_NAME = Type.getObjectType("org/apache/kafka/common/MetricName");

    KafkaMetricsHook() {
        super("kafka_metrics", "org.apache.kafka.common.metrics.Metrics");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        // All other constructors end in this one; the last argument is the registry's context.
        if (method.isConstructor(5)) {
            return BridgeCall.onReturn("kafkaRegistryCreated", 0, method.slot(4));
        }
        // What it returns is the metric that had the name before, which then stays.
        if (method.is("registerMetric", 1) && method.takes(0, METRIC)) {
            // In older clients, such as 2.8, it returns nothing, and fails where the name is taken.
            return method.returns(Type.VOID_TYPE)
                    ? BridgeCall.onReturn("kafkaMetricRegistered", 0, method.slot(0))
                    : BridgeCall.onReturnWithResult("kafkaMetricRegistered", 0, method.slot(0));
        }
        if (method.is("removeMetric", 1) && method.takes(0, METRIC_NAME)) {
            return BridgeCall.onReturn("kafkaMetricRemoved", 0, method.slot(0));
        }
        // Closing leaves the metrics where they are.
        if (method.is("close", 0)) {
            return BridgeCall.atTheEnd("kafkaRegistryClosed");
        }
        return isCount(method) ? BridgeCall.first("kafkaRegistryCounted", 0) : null;
    }

    /** The metric that counts the registry's metrics is a lambda of it: {@code (config, now) -> metrics.size()}. */
    private static boolean isCount(HookedMethod method) {
        return method.isLambdaOfThis() && method.returns(Type.DOUBLE_TYPE) && method.takes(1, Type.LONG_TYPE);
    }
}
