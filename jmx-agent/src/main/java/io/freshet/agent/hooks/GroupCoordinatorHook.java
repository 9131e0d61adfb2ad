package io.freshet.agent.hooks;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a broker's groups. Whatever is asked of a group begins with the question which partition of the offsets topic
 * it belongs to, so that a late agent meets it too.
 */
final class GroupCoordinatorHook extends Hook {
    private GroupCoordinatorHook(String name, String className) {
        super(name, className);
    }

    /** The one of Kafka 4, which 3.9 has beside the other. */
    static Hook ofState() {
        return new GroupCoordinatorHook(
                "group_coordinator", "org.apache.kafka.coordinator.group.GroupCoordinatorService");
    }

    /** The one of old, up to Kafka 3.9. */
    static Hook ofOlder() {
        return new GroupCoordinatorHook("group_coordinator_older", "kafka.coordinator.group.GroupCoordinatorAdapter");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        if (method.isConstructor()) {
            return BridgeCall.onReturn("coordinatorSeen", 0);
        }
        return method.is("partitionFor", 1) && !method.isStatic() ? BridgeCall.first("coordinatorSeen", 0) : null;
    }
}
