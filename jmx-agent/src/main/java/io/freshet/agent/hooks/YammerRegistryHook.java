package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Yammer's registries. They tell their listeners about metrics, so it is enough to know which ones there are. */
final class YammerRegistryHook extends Hook {
    YammerRegistryHook() {
        super("yammer_registry", "com.yammer.metrics.core.MetricsRegistry");
    }

    @Override
    List<Weaving> weavings() {
        // The other constructor ends in this one.
        return List.of(new Weaving(Created.class, isConstructor().and(takesArguments(1))));
    }

    /** After the constructor. */
    static final class Created {
        private Created() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object registry) {
            Bridge.yammerRegistrySeen(registry);
        }
    }
}
