package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Kafka's own registry: which ones there are, and what enters and leaves them. */
final class KafkaMetricsHook extends Hook {
    private static final String METRICS = "org.apache.kafka.common.metrics.Metrics";
    private static final String METRIC = "org.apache.kafka.common.metrics.KafkaMetric";
    private static final String METRIC_NAME = "org.apache.kafka.common.MetricName";

    KafkaMetricsHook() {
        super("kafka_metrics", METRICS);
    }

    @Override
    List<Weaving> weavings() {
        return List.of(
                // All other constructors end in this one.
                new Weaving(Created.class, isConstructor().and(takesArguments(5))),
                // The metric that counts the registry's metrics is a lambda of it.
                new Weaving(
                        Counted.class,
                        isSynthetic()
                                .and(not(isStatic()))
                                .and(returns(double.class))
                                .and(takesArguments(2))
                                .and(takesArgument(1, long.class))),
                new Weaving(Registered.class, named("registerMetric").and(takesArgument(0, named(METRIC)))),
                new Weaving(Removed.class, named("removeMetric").and(takesArgument(0, named(METRIC_NAME)))),
                new Weaving(Closed.class, named("close").and(takesArguments(0))));
    }

    /** After the constructor. */
    static final class Created {
        private Created() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object registry,
                @Advice.Argument(value = 4, typing = Assigner.Typing.DYNAMIC) Object context) {
            Bridge.kafkaRegistryCreated(registry, context);
        }
    }

    /** When its count is read. */
    static final class Counted {
        private Counted() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object registry) {
            Bridge.kafkaRegistryCounted(registry);
        }
    }

    /** After a metric was registered; the result is the metric that had the name before, which then stays. */
    static final class Registered {
        private Registered() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object registry,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object metric,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object existing) {
            if (existing == null) {
                Bridge.kafkaMetricRegistered(registry, metric);
            }
        }
    }

    /** After a metric was removed. */
    static final class Removed {
        private Removed() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object registry,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object name) {
            Bridge.kafkaMetricRemoved(registry, name);
        }
    }

    /** After closing, which leaves the metrics where they are. */
    static final class Closed {
        private Closed() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object registry) {
            Bridge.kafkaRegistryClosed(registry);
        }
    }
}
