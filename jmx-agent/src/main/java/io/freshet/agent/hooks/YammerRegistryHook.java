package io.freshet.agent.hooks;

import org.jspecify.annotations.Nullable;

/** Yammer's registries. They tell their listeners about metrics, so it is enough to know which ones there are. */
final class YammerRegistryHook extends Hook {
    YammerRegistryHook() {
        super("yammer_registry", "com.yammer.metrics.core.MetricsRegistry");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        // The other constructor ends in this one.
        return method.isConstructor(1) ? BridgeCall.onReturn("yammerRegistrySeen", 0) : null;
    }
}
