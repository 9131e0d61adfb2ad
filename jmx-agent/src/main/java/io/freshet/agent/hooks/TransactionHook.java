package io.freshet.agent.hooks;

import java.util.Map;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Producers that commit for a consumer, with their transaction: the consumer then never does, as in Streams with exactly once. */
final class TransactionHook extends Hook {
    TransactionHook() {
        super("commits_transactional", "org.apache.kafka.clients.producer.internals.TransactionManager");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        return method.is("sendOffsetsToTransaction", 2) && method.takes(0, Type.getType(Map.class))
                ? BridgeCall.onReturn("committedByProducer", method.slot(1), method.slot(0))
                : null;
    }
}
