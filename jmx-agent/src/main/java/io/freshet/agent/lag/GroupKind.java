package io.freshet.agent.lag;

/** How a group works. */
public enum GroupKind {
    /** Members that share partitions by the protocol of old. */
    CLASSIC,
    /** Members that share partitions by the protocol of Kafka 4. */
    CONSUMER,
    STREAMS,
    /** Members that share records; what is done counts one by one. */
    SHARE,
    /** Whoever chooses partitions by {@code assign} and commits: never a member. */
    SIMPLE
}
