package io.freshet.agent.lag;

import java.util.List;
import java.util.Map;

/** A cluster that is asked by the protocol of its clients. */
public interface ClusterClient extends GroupSource, LogSource, AutoCloseable {
    /**
     * Gets ready to ask.
     *
     * @param settings those of Kafka's clients, such as {@code bootstrap.servers}
     * @throws UnreachableClusterException when the settings are not valid
     */
    void connect(Map<String, Object> settings);

    /** What was refused since the last call, one for each reason. */
    List<Complaint> complaints();

    @Override
    void close();
}
