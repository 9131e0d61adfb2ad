package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** The broker's Yammer registry is built once: where that was missed, it is met whenever the broker asks for it. */
final class KafkaYammerMetricsHook extends Hook {
    KafkaYammerMetricsHook() {
        super("kafka_yammer_metrics", "org.apache.kafka.server.metrics.KafkaYammerMetrics");
    }

    @Override
    List<Weaving> weavings() {
        return List.of(new Weaving(Used.class, named("defaultRegistry").and(takesArguments(0))));
    }

    /** The advice does the rest. */
    @Override
    void met(Class<?> loaded) throws ReflectiveOperationException {
        loaded.getMethod("defaultRegistry").invoke(null);
    }

    /** After the broker got its registry. */
    static final class Used {
        private Used() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Return Object registry) {
            Bridge.yammerRegistrySeen(registry);
        }
    }
}
