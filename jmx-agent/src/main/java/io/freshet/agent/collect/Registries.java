package io.freshet.agent.collect;

import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The registries of the host that the agent knows, each with its inventory. Used by one thread at a time. */
public final class Registries {
    /** A registry's first metric is registered while it is being built; one that is older was built unseen. */
    private static final long BUILT_BY_NOW = 5_000_000_000L;

    private final SeriesTable table;
    private final Function<MetricSource, List<SeriesPlan>> planner;
    private final AgentHealth health;
    private final LongSupplier clock;
    private final Map<Identity, WatchedRegistry> watched = new HashMap<>();
    private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
    private final Map<Identity, Long> strangers = new HashMap<>();
    private final Set<Identity> own = new HashSet<>();

    private final HostReaders readers = new HostReaders();

    /** The clock counts nanoseconds. */
    public Registries(
            SeriesTable table,
            Function<MetricSource, List<SeriesPlan>> planner,
            AgentHealth health,
            LongSupplier clock) {
        this.table = table;
        this.planner = planner;
        this.health = health;
        this.clock = clock;
    }

    void kafkaCreated(Object registry, @Nullable Object context) {
        KafkaRegistryReader reader = kafkaReader(registry);
        adopt(registry, reader, reader.domain(context));
    }

    /** One of the agent's own. */
    void leaveOut(Object registry) {
        strangers.remove(new Identity(registry));
        own.add(new Identity(registry, forgotten));
    }

    /** One that was built before the hooks were in place; the domain is that of its MBeans. */
    void kafkaFound(Object registry, String domain) {
        adopt(registry, kafkaReader(registry), domain);
    }

    void kafkaRegistered(Object registry, Object metric) {
        WatchedRegistry known = watched.get(new Identity(registry));
        if (known instanceof WatchedRegistry.OfKafka) {
            ((WatchedRegistry.OfKafka) known).add(metric);
        } else if (!own.contains(new Identity(registry))) {
            strangers.putIfAbsent(new Identity(registry, forgotten), clock.getAsLong());
        }
    }

    void kafkaRemoved(Object registry, Object name) {
        WatchedRegistry known = watched.get(new Identity(registry));
        if (known != null) {
            known.inventory.remove(name);
        }
    }

    void kafkaClosed(Object registry) {
        WatchedRegistry known = watched.remove(new Identity(registry));
        if (known != null) {
            known.close();
        }
    }

    /** Listens to a registry; its changes are handed to the notes, since they happen on threads of the host. */
    void yammerSeen(Object registry, Consumer<Runnable> notes) {
        if (!watched.containsKey(new Identity(registry))) {
            YammerRegistryReader reader =
                    readers.create(registry, "kafka.YammerMetricsReader", YammerRegistryReader.class);
            watched.put(
                    new Identity(registry, forgotten),
                    new WatchedRegistry.OfYammer(newInventory(), reader, registry, notes));
        }
    }

    /** Takes every metric of every registry in once more, while the table is being filled anew. */
    void retake() {
        watched.forEach((identity, known) -> {
            Object registry = identity.get();
            if (registry != null) {
                known.retake(registry);
            }
        });
    }

    /** Drops what the host has forgotten without closing it, adopts registries that were built unseen, takes late values in. */
    void tidy() {
        Reference<?> gone = forgotten.poll();
        while (gone != null) {
            strangers.remove(gone);
            own.remove(gone);
            WatchedRegistry known = watched.remove(gone);
            if (known != null) {
                known.close();
            }
            gone = forgotten.poll();
        }
        if (!strangers.isEmpty()) {
            adoptStrangers();
        }
        watched.values().forEach(known -> known.inventory.catchUp());
    }

    void close() {
        watched.values().forEach(WatchedRegistry::close);
        watched.clear();
        strangers.clear();
        own.clear();
    }

    private void adoptStrangers() {
        for (Map.Entry<Identity, Long> stranger : List.copyOf(strangers.entrySet())) {
            Object registry = stranger.getKey().get();
            if (registry != null && clock.getAsLong() - stranger.getValue() > BUILT_BY_NOW) {
                KafkaRegistryReader reader = kafkaReader(registry);
                adopt(registry, reader, reader.domainOf(registry));
            }
        }
    }

    private void adopt(Object registry, KafkaRegistryReader reader, String domain) {
        strangers.remove(new Identity(registry));
        if (!watched.containsKey(new Identity(registry))) {
            WatchedRegistry.OfKafka adopted = new WatchedRegistry.OfKafka(newInventory(), reader, domain);
            watched.put(new Identity(registry, forgotten), adopted);
            reader.metrics(registry).forEach(adopted::add);
        }
    }

    private KafkaRegistryReader kafkaReader(Object registry) {
        return readers.create(registry, "kafka.KafkaMetricsReader", KafkaRegistryReader.class);
    }

    private Inventory newInventory() {
        return new Inventory(table, planner, health);
    }

    /** A registry by identity, held weakly. */
    private static final class Identity extends WeakReference<Object> {
        private final int hash;

        /** To look one up. */
        Identity(Object registry) {
            super(registry);
            this.hash = System.identityHashCode(registry);
        }

        Identity(Object registry, ReferenceQueue<Object> queue) {
            super(registry, queue);
            this.hash = System.identityHashCode(registry);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object mine = get();
            return mine != null && other instanceof Identity && mine == ((Identity) other).get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
