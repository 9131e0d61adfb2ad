package io.freshet.agent.lag.broker;

import io.freshet.agent.lag.BrokerClient;
import io.freshet.agent.lag.Complaint;
import io.freshet.agent.lag.GroupReading;
import io.freshet.agent.lag.GroupsReading;
import io.freshet.agent.lag.OffsetRange;
import io.freshet.agent.lag.PartitionEnds;
import io.freshet.agent.lag.PartitionId;
import io.freshet.agent.lag.RecordTime;
import io.freshet.agent.lag.TopicReading;
import io.freshet.agent.lag.UnreachableClusterException;
import io.freshet.agent.lag.admin.AdminClusterClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/** The broker that the agent is in, from its own objects as far as they tell, else by the protocol, as other brokers ask it. */
public final class HostBroker implements BrokerClient {
    private static final String OFFSETS = "__consumer_offsets";

    private final HostMethod config = new HostMethod("config");
    private final HostMethod partitionFor = new HostMethod("partitionFor", String.class);
    private volatile @Nullable Joined joined;
    private @Nullable AdminClusterClient protocol;
    private @Nullable CoordinatorState known;
    private boolean unfamiliar;
    private volatile @Nullable RuntimeException trouble;

    @Override
    public void join(Object replicas, Supplier<@Nullable Object> coordinator) {
        joined = new Joined(replicas, coordinator);
    }

    @Override
    public boolean coordinates(String group) {
        Joined broker = joined;
        try {
            return broker != null && broker.partitions.leads(OFFSETS, partitionOf(broker, group));
        } catch (UnfamiliarHostException e) {
            trouble = e;
            return false;
        } catch (RuntimeException e) {
            // It does not while it starts or ends.
            return false;
        }
    }

    private int partitionOf(Joined broker, String group) {
        Object coordinator = broker.coordinator.get();
        if (coordinator != null) {
            return (Integer) partitionFor.of(coordinator, group);
        }
        int count = settings(broker).getInt("offsets.topic.num.partitions");
        return (group.hashCode() & Integer.MAX_VALUE) % count;
    }

    private AbstractConfig settings(Joined broker) {
        return (AbstractConfig) config.of(broker.replicas);
    }

    @Override
    public GroupsReading groups(Predicate<String> wanted, long timeoutMillis) throws InterruptedException {
        CoordinatorState state = state();
        if (state != null) {
            try {
                return fromState(state, wanted, timeoutMillis);
            } catch (UnfamiliarHostException e) {
                unfamiliar(e);
            }
        }
        return byProtocol(group -> wanted.test(group) && coordinates(group), timeoutMillis);
    }

    private @Nullable CoordinatorState state() {
        Object coordinator = joined().coordinator.get();
        if (coordinator == null || unfamiliar) {
            return null;
        }
        if (known == null || !known.isOf(coordinator)) {
            try {
                known = new CoordinatorState(coordinator);
            } catch (UnfamiliarHostException e) {
                unfamiliar(e);
            }
        }
        return known;
    }

    /** From now on its groups are asked for by the protocol. */
    private void unfamiliar(UnfamiliarHostException reason) {
        unfamiliar = true;
        known = null;
        trouble = reason;
    }

    /** What share groups have done is known to another coordinator, and told by the protocol. */
    private GroupsReading fromState(CoordinatorState state, Predicate<String> wanted, long timeoutMillis)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        CoordinatorState.Reading own = state.read(wanted, timeoutMillis);
        List<GroupReading> groups = new ArrayList<>(own.groups());
        Set<String> unread = Set.of();
        if (!own.shared().isEmpty()) {
            GroupsReading shared = byProtocol(
                    Set.copyOf(own.shared())::contains,
                    Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            groups.addAll(shared.groups());
            unread = shared.unread();
        }
        return new GroupsReading(groups, unread, own.isPartial() ? 1 : 0);
    }

    private GroupsReading byProtocol(Predicate<String> wanted, long timeoutMillis) throws InterruptedException {
        try {
            return own(protocol().groups(wanted, timeoutMillis));
        } catch (UnreachableClusterException e) {
            // The next one has the settings of then.
            close();
            throw e;
        }
    }

    /** Others may have become the coordinators meanwhile. */
    private GroupsReading own(GroupsReading reading) {
        return new GroupsReading(
                reading.groups().stream()
                        .filter(group -> coordinates(group.name()))
                        .collect(Collectors.toList()),
                reading.unread().stream().filter(this::coordinates).collect(Collectors.toSet()),
                reading.missing());
    }

    @Override
    public Map<PartitionId, PartitionEnds> ends(Set<PartitionId> partitions, long timeoutMillis)
            throws InterruptedException {
        Map<PartitionId, PartitionEnds> ends = new HashMap<>();
        Set<PartitionId> elsewhere = new HashSet<>();
        for (PartitionId partition : partitions) {
            PartitionEnds here = joined().partitions.ends(partition);
            if (here == null) {
                elsewhere.add(partition);
            } else {
                ends.put(partition, here);
            }
        }
        if (!elsewhere.isEmpty()) {
            AdminClusterClient others = others();
            ends.putAll(others == null ? Map.of() : others.ends(elsewhere, timeoutMillis));
        }
        return ends;
    }

    @Override
    public Map<String, TopicReading> topics(Collection<String> topics, long timeoutMillis) throws InterruptedException {
        AdminClusterClient others = topics.isEmpty() ? null : others();
        return others == null ? Map.of() : others.topics(topics, timeoutMillis);
    }

    @Override
    public Map<PartitionId, RecordTime> firstSince(Map<PartitionId, Long> times, long timeoutMillis)
            throws InterruptedException {
        AdminClusterClient others = others();
        return others == null ? Map.of() : others.firstSince(times, timeoutMillis);
    }

    @Override
    public Set<PartitionId> empty(Map<PartitionId, OffsetRange> stretches, long timeoutMillis) {
        AdminClusterClient others = others();
        return others == null ? Set.of() : others.empty(stretches, timeoutMillis);
    }

    @Override
    public List<Complaint> complaints() {
        List<Complaint> all = new ArrayList<>(protocol == null ? List.of() : protocol.complaints());
        RuntimeException reason = trouble;
        if (reason != null) {
            all.add(new Complaint("this broker", String.valueOf(reason.getMessage())));
            trouble = null;
        }
        return all;
    }

    @Override
    public void close() {
        if (protocol != null) {
            protocol.close();
            protocol = null;
        }
    }

    private Joined joined() {
        Joined broker = joined;
        if (broker == null) {
            throw new IllegalStateException("not joined");
        }
        return broker;
    }

    /** Null where there is no way to ask other brokers: what this one knows itself can still be told. */
    private @Nullable AdminClusterClient others() {
        try {
            return protocol();
        } catch (UnreachableClusterException | UnfamiliarHostException e) {
            trouble = e;
            return null;
        }
    }

    private AdminClusterClient protocol() {
        if (protocol == null) {
            AdminClusterClient client = new AdminClusterClient();
            // Kafka looks there for the classes that settings name.
            Thread.currentThread()
                    .setContextClassLoader(joined().replicas.getClass().getClassLoader());
            client.connect(new InterBrokerSettings(settings(joined())).client());
            protocol = client;
        }
        return protocol;
    }

    private static final class Joined {
        private final Object replicas;
        private final LocalPartitions partitions;
        private final Supplier<@Nullable Object> coordinator;

        Joined(Object replicas, Supplier<@Nullable Object> coordinator) {
            this.replicas = replicas;
            this.partitions = new LocalPartitions(replicas, System::currentTimeMillis);
            this.coordinator = coordinator;
        }
    }
}
