package io.freshet.agent.hooks;

import java.time.Duration;
import java.util.List;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** What reads in a {@code KafkaConsumer}: until 3.6 itself, since then the one of classic groups or the new one inside. */
final class ConsumerHook extends Hook {
    private static final String CONSUMER = "org.apache.kafka.clients.consumer.";
    private static final String INTERNALS = CONSUMER + "internals.";
    private static final String STATE = "subscriptions";

    /** What the one poll takes in which all others of a classic consumer end. */
    private static final Type TIMER = Type.getObjectType("org/apache/kafka/common/utils/Timer");

    /** What the bridge gets of a consumer, besides itself and the records. */
    private static final List<String> CLASSIC = List.of("clientId", STATE, "groupId", "interceptors");

    private static final List<String> ASYNC =
            List.of("clientId", STATE, "groupMetadata", "interceptors", "offsetCommitCallbackInvoker");

    private final Type waiting;
    private final List<String> fields;

    private ConsumerHook(String name, String className, Type waiting, List<String> fields) {
        super(name, className);
        this.waiting = waiting;
        this.fields = fields;
    }

    static Hook classic() {
        return new ConsumerHook("consumer_classic", INTERNALS + "ClassicKafkaConsumer", TIMER, CLASSIC);
    }

    static Hook async() {
        return new ConsumerHook(
                "consumer_async", INTERNALS + "AsyncKafkaConsumer", Type.getType(Duration.class), ASYNC);
    }

    /** The classic one, as Kafka 3.7 calls it. */
    static Hook legacy() {
        return new ConsumerHook("consumer_legacy", INTERNALS + "LegacyKafkaConsumer", TIMER, CLASSIC);
    }

    static Hook whole() {
        return new ConsumerHook("consumer_whole", CONSUMER + "KafkaConsumer", TIMER, CLASSIC);
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        // Where there is one inside, the whole one stays as it is.
        if (!method.hasField(STATE)) {
            return null;
        }
        if (method.takes(0, waiting) && (method.is("poll", 1) || method.is("poll", 2))) {
            return new BridgeCall.WithFields("polled", className().replace('.', '/'), method, fields);
        }
        return isLast(method) ? BridgeCall.first("consumerLeft", 0) : null;
    }

    /** Whether it closes the consumer, which all closing ends in, or gives back its partitions. */
    private static boolean isLast(HookedMethod method) {
        return method.is("close", 2) || method.is("close", 3) || method.is("unsubscribe", 0);
    }
}
