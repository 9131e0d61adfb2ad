package io.freshet.agent.hooks;

import org.jspecify.annotations.Nullable;

/** What keeps a broker's partitions. It writes down its high watermarks every few seconds, so that a late agent meets it too. */
final class ReplicaManagerHook extends Hook {
    ReplicaManagerHook() {
        super("replica_manager", "kafka.server.ReplicaManager");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        // After it has begun, and now and then.
        if (method.is("startup", 0) || method.is("checkpointHighWatermarks", 0)) {
            return BridgeCall.onReturn("replicasSeen", 0);
        }
        // After it has ended, and written down its high watermarks for the last time.
        return method.is("shutdown", 1) ? BridgeCall.atTheEnd("replicasGone") : null;
    }
}
