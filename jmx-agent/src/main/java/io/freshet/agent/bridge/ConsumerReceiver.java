package io.freshet.agent.bridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes how far consumers are. Called on the threads that poll, at each poll: must return at once. */
public interface ConsumerReceiver {
    /**
     * A poll of a consumer has ended.
     *
     * @param state what it is subscribed to and is assigned
     * @param group the consumer group, in one of the ways that Kafka keeps it
     * @param commits what its commits come under
     * @param otherCommits what other commits of it come under, if there is such
     * @param records what it has read
     */
    void polled(
            Object consumer,
            String clientId,
            Object state,
            Object group,
            Object commits,
            @Nullable Object otherCommits,
            Object records);

    /**
     * Offsets were committed.
     *
     * @param commits as in {@link #polled}
     */
    void committed(Object commits, Map<?, ?> offsets);

    /**
     * A producer has sent offsets with its transaction.
     *
     * @param group the metadata of the consumer group
     */
    void committedByProducer(Object group, Map<?, ?> offsets);

    /** A consumer closes, or gives back all its partitions. */
    void left(Object consumer);
}
