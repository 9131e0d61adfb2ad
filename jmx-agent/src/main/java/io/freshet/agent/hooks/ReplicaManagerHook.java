package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** What keeps a broker's partitions. It writes down its high watermarks every few seconds, so that a late agent meets it too. */
final class ReplicaManagerHook extends Hook {
    ReplicaManagerHook() {
        super("replica_manager", "kafka.server.ReplicaManager");
    }

    @Override
    List<Weaving> weavings() {
        return List.of(
                new Weaving(Works.class, named("startup").and(takesArguments(0))),
                new Weaving(Works.class, named("checkpointHighWatermarks").and(takesArguments(0))),
                new Weaving(Ends.class, named("shutdown").and(takesArguments(1))));
    }

    /** After it has begun, and now and then. */
    static final class Works {
        private Works() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object replicas) {
            Bridge.replicasSeen(replicas);
        }
    }

    /** After it has ended, and written down its high watermarks for the last time. */
    static final class Ends {
        private Ends() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object replicas) {
            Bridge.replicasGone(replicas);
        }
    }
}
