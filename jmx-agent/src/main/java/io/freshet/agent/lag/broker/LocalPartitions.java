package io.freshet.agent.lag.broker;

import io.freshet.agent.lag.PartitionEnds;
import io.freshet.agent.lag.PartitionId;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that the broker leads, by its {@code ReplicaManager}. For any thread. */
final class LocalPartitions {
    private final HostMethod onlinePartition = new HostMethod("onlinePartition", TopicPartition.class);
    private final HostMethod isLeader = new HostMethod("isLeader");
    private final HostMethod leaderLog = new HostMethod("leaderLogIfLocal");
    private final HostMethod logStart = new HostMethod("logStartOffset");
    private final HostMethod highWatermark = new HostMethod("highWatermark");
    private final HostMethod lastStable = new HostMethod("lastStableOffset");
    private final HostMethod isEmpty = new HostMethod("isEmpty");
    private final HostMethod get = new HostMethod("get");

    private final Object replicas;
    private final LongSupplier clock;

    /** The clock counts milliseconds since 1970. */
    LocalPartitions(Object replicas, LongSupplier clock) {
        this.replicas = replicas;
        this.clock = clock;
    }

    boolean leads(String topic, int partition) {
        Object found = value(onlinePartition.of(replicas, new TopicPartition(topic, partition)));
        return found != null && Boolean.TRUE.equals(isLeader.call(found));
    }

    /** Null where another broker leads. */
    @Nullable
    PartitionEnds ends(PartitionId partition) {
        Object found =
                value(onlinePartition.of(replicas, new TopicPartition(partition.topic(), partition.partition())));
        Object log = found == null ? null : value(leaderLog.of(found));
        if (log == null) {
            return null;
        }
        long stable = offset(lastStable, log);
        // Read after it, so that it is not below.
        long end = offset(highWatermark, log);
        return new PartitionEnds(offset(logStart, log), end, stable, clock.getAsLong());
    }

    private static long offset(HostMethod method, Object log) {
        return ((Number) method.of(log)).longValue();
    }

    /** What is in an Option of Scala. */
    private @Nullable Object value(Object option) {
        return Boolean.TRUE.equals(isEmpty.call(option)) ? null : get.call(option);
    }
}
