package io.freshet.agent.bridge;

/** Takes the parts of a broker that tell how far groups have come. Called on threads of the host: must return at once. */
public interface BrokerReceiver {
    /** What keeps the broker's partitions works. */
    void replicasSeen(Object replicas);

    /** It ends. */
    void replicasGone(Object replicas);

    /** What keeps the broker's groups was built, or works. */
    void coordinatorSeen(Object coordinator);
}
