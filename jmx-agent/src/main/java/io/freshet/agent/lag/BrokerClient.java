package io.freshet.agent.lag;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The broker that this runs in: the groups that it coordinates, and whatever partitions they read. */
public interface BrokerClient extends GroupSource, LogSource, AutoCloseable {
    /** Takes what keeps the broker's partitions, and its groups, if that is known. Neither is asked before the first look. */
    void join(Object replicas, Supplier<@Nullable Object> coordinator);

    /** Whether this group is the broker's now. For any thread. */
    boolean coordinates(String group);

    /** What was refused since the last call, one for each reason. */
    List<Complaint> complaints();

    @Override
    void close();
}
