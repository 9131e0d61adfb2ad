package io.freshet.agent.hooks;

import java.util.Map;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka's consumers tell interceptors, if there are any or not: which offsets were committed. Of the new consumer,
 * commits that nobody waits for take the second way.
 */
final class CommitHook extends Hook {
    private static final String INTERNALS = "org.apache.kafka.clients.consumer.internals.";

    private final String method;

    private CommitHook(String name, String className, String method) {
        super(name, INTERNALS + className);
        this.method = method;
    }

    static Hook interceptors() {
        return new CommitHook("commits", "ConsumerInterceptors", "onCommit");
    }

    static Hook invoker() {
        return new CommitHook("commits_async", "OffsetCommitCallbackInvoker", "enqueueInterceptorInvocation");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod called) {
        return called.is(method, 1) && called.takes(0, Type.getType(Map.class))
                ? BridgeCall.first("committed", 0, called.slot(0))
                : null;
    }
}
