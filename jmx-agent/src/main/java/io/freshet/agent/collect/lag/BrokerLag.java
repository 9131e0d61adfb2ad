package io.freshet.agent.collect.lag;

import io.freshet.agent.bridge.BrokerReceiver;
import io.freshet.agent.collect.HostReaders;
import io.freshet.agent.collect.Origin;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.config.LagConfig;
import io.freshet.agent.config.SelectOptions;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.lag.BrokerClient;
import io.freshet.agent.lag.Complaint;
import io.freshet.agent.lag.LagOptions;
import io.freshet.agent.lag.LagSampler;
import io.freshet.agent.lag.LagSnapshot;
import io.freshet.agent.lag.LagWatch;
import io.freshet.agent.lag.UnreachableClusterException;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lag of the groups that a broker coordinates, from within that broker: begins when there is one, and ends with it. Where
 * there are several in one process, it is about the first of them.
 */
public final class BrokerLag implements Origin, BrokerReceiver {
    /** Times of records that are older than the first look are found in some rounds, spread over looks. */
    private static final int ROUNDS = 8;

    private static final WeakReference<@Nullable Object> NOTHING = new WeakReference<>(null);

    private final LagConfig config;
    private final Supplier<SelectOptions> select;
    private final AgentHealth health;
    private final AgentLog log;
    private final HostReaders readers = new HostReaders();
    private volatile WeakReference<@Nullable Object> replicas = NOTHING;
    private volatile WeakReference<@Nullable Object> coordinator = NOTHING;
    private @Nullable SourceShelf shelf;
    private @Nullable Consumer<Thread> leaveOut;
    private @Nullable Joined joined;

    /** What is selected may change. */
    public BrokerLag(LagConfig config, Supplier<SelectOptions> select, AgentHealth health, AgentLog log) {
        this.config = config;
        this.select = select;
        this.health = health;
        this.log = log;
    }

    /** Where it is shown; whoever keeps registries is told of the thread whose registries are the agent's own. */
    public void showOn(SourceShelf place, Consumer<Thread> ownThreads) {
        shelf = place;
        leaveOut = ownThreads;
    }

    @Override
    public void replicasSeen(Object seen) {
        if (replicas.get() == null) {
            replicas = new WeakReference<>(seen);
        }
    }

    @Override
    public void replicasGone(Object gone) {
        if (replicas.get() == gone) {
            replicas = NOTHING;
        }
    }

    @Override
    public void coordinatorSeen(Object seen) {
        coordinator = new WeakReference<>(seen);
    }

    @Override
    public void catchUp() {
        Object now = replicas.get();
        if (joined != null && joined.replicas.get() != now) {
            close();
        }
        if (joined == null && now != null) {
            join(now);
        }
        if (joined != null) {
            joined.metrics.catchUp();
        }
    }

    private void join(Object broker) {
        if (shelf == null || leaveOut == null) {
            return;
        }
        BrokerClient client = readers.brokerClient(broker);
        client.join(broker, () -> coordinator.get());
        long interval = config.interval().toMillis();
        LagOptions options = new LagOptions(
                group -> select.get().groups().takes(group),
                topic -> select.get().topics().takes(topic),
                interval,
                interval * 9 / 10,
                config.window(),
                ROUNDS);
        LagSampler sampler = new LagSampler(client, client, options, System::currentTimeMillis);
        LagWatch watch = new LagWatch(sampler, interval, new Speaker(client));
        leaveOut.accept(watch.thread());
        OwnGroups latest = new OwnGroups(watch::latest, client::coordinates);
        joined = new Joined(
                new WeakReference<>(broker),
                client,
                watch,
                new LagMetrics(latest, shelf, select.get().most(), health));
        watch.start();
    }

    @Override
    public void retake() {
        if (joined != null) {
            joined.metrics.retake();
        }
    }

    @Override
    public void close() {
        if (joined != null) {
            Joined last = joined;
            joined = null;
            last.watch.close();
            last.metrics.close();
            last.client.close();
        }
    }

    private static final class Joined {
        private final WeakReference<@Nullable Object> replicas;
        private final BrokerClient client;
        private final LagWatch watch;
        private final LagMetrics metrics;

        Joined(WeakReference<@Nullable Object> replicas, BrokerClient client, LagWatch watch, LagMetrics metrics) {
            this.replicas = replicas;
            this.client = client;
            this.watch = watch;
            this.metrics = metrics;
        }
    }

    /** Says once what could not be had; the series say how much. */
    private final class Speaker implements LagWatch.Listener {
        private static final int MOST_SAID = 100;

        private final BrokerClient client;
        private final Set<String> said = new HashSet<>();
        private String trouble = "";

        Speaker(BrokerClient client) {
            this.client = client;
        }

        @Override
        public void looked(LagSnapshot snapshot) {
            trouble = "";
            for (Complaint complaint : client.complaints()) {
                if (said.size() < MOST_SAID && said.add(complaint.reason())) {
                    log.say("lag: " + complaint);
                }
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            if (!(failure instanceof UnreachableClusterException)) {
                health.failed(AgentHealth.Stage.COLLECT, "lag could not be looked at", failure);
            } else if (!trouble.equals(String.valueOf(failure.getMessage()))) {
                trouble = String.valueOf(failure.getMessage());
                log.say("lag: " + trouble);
            }
        }
    }
}
