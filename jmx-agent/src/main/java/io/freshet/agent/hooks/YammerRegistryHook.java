package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import net.bytebuddy.asm.Advice;

/** Yammer's registries. They tell their listeners about metrics, so it is enough to know which ones there are. */
final class YammerRegistryHook {
    private YammerRegistryHook() {}

    static Hook created() {
        return new Hook(
                "yammer_registry",
                "com.yammer.metrics.core.MetricsRegistry",
                // The other constructor ends in this one.
                new Hook.Weaving(Created.class, isConstructor().and(takesArguments(1))));
    }

    /** The broker's registry is built once: where that was missed, it is met again whenever the broker asks for it. */
    static Hook used() {
        return new Hook(
                "kafka_yammer_metrics",
                "org.apache.kafka.server.metrics.KafkaYammerMetrics",
                new Hook.Weaving(Used.class, named("defaultRegistry").and(takesArguments(0))));
    }

    /** After the constructor. */
    static final class Created {
        private Created() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object registry) {
            Bridge.yammerRegistrySeen(registry);
        }
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
