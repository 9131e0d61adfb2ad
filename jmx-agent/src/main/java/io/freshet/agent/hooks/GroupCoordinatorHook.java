package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;

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
    List<Weaving> weavings() {
        return List.of(
                new Weaving(Built.class, isConstructor()),
                new Weaving(Asked.class, named("partitionFor").and(takesArguments(1))));
    }

    /** After the constructor. */
    static final class Built {
        private Built() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object coordinator) {
            Bridge.coordinatorSeen(coordinator);
        }
    }

    /** Before it says where a group belongs. */
    static final class Asked {
        private Asked() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object coordinator) {
            Bridge.coordinatorSeen(coordinator);
        }
    }
}
