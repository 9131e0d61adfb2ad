package io.freshet.agent;

import io.freshet.agent.attach.AgentState;
import io.freshet.agent.bridge.Bridge;
import io.freshet.agent.catalogue.Catalogue;
import io.freshet.agent.catalogue.Names;
import io.freshet.agent.catalogue.SeriesPlanner;
import io.freshet.agent.collect.HostRegistries;
import io.freshet.agent.collect.Inventory;
import io.freshet.agent.collect.JvmMetrics;
import io.freshet.agent.collect.Registries;
import io.freshet.agent.collect.RegistryWatch;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.collect.consumer.ConsumerProgress;
import io.freshet.agent.collect.lag.BrokerLag;
import io.freshet.agent.collect.logs.LogEvents;
import io.freshet.agent.collect.mbean.MBeans;
import io.freshet.agent.collect.os.HostMetrics;
import io.freshet.agent.config.AgentConfig;
import io.freshet.agent.config.CollectOptions;
import io.freshet.agent.config.ConfigWatch;
import io.freshet.agent.config.InvalidConfigException;
import io.freshet.agent.config.SelectOptions;
import io.freshet.agent.config.ServerOptions;
import io.freshet.agent.dialect.Dialect;
import io.freshet.agent.expose.MetricsPage;
import io.freshet.agent.expose.MetricsServer;
import io.freshet.agent.expose.status.Documented;
import io.freshet.agent.expose.status.History;
import io.freshet.agent.expose.status.StatusPage;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.health.ReloadHealth;
import io.freshet.agent.hooks.Hooks;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.agent.select.Selection;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The agent from start to stop: listen, hook, collect, expose.
 *
 * <p>Before the host's main method runs only what cannot wait: taking the port, so that a taken one leaves the host
 * untouched, and the hooks, so that no metric is missed. The agent's own thread then gets ready to weave and to answer. What
 * takes the most, reading the catalogue and making series of all metrics, is left until the host has started
 * ({@link HostActivity}), or somebody asks for them: until then the machine is its own. See
 * docs/decisions/the-host-starts-first.md.
 */
public final class Agent implements AutoCloseable {
    private static final long BETWEEN_LOOKS_MILLIS = 1_000;
    private static final Path PROC = Path.of("/proc");
    private static final Path SYS = Path.of("/sys");
    private static final long LONGEST_END_MILLIS = 5_000;

    private final AgentConfig config;
    private final String version;
    private final AgentLog log = new AgentLog(System.err);
    private final AgentHealth health = new AgentHealth(log);
    private final SeriesTable table = new SeriesTable(health);
    private final ReloadHealth reloads = new ReloadHealth(System::currentTimeMillis);
    private final MetricsServer server;
    private final Thread thread = new Thread(this::run, "freshet-agent");
    private final RegistryWatch watch = new RegistryWatch(health);
    private final ConfigWatch configWatch;
    private final LogEvents logs;
    private final BrokerLag lag;
    private final ConsumerProgress consumers =
            new ConsumerProgress(System::currentTimeMillis, System::nanoTime, watch::isOwn);
    private volatile Selection selection;
    private volatile SelectOptions selected;
    private volatile Dialect dialect = Dialect.none();
    private volatile @Nullable JvmMetrics jvm;
    private @Nullable HostMetrics host;
    private final List<Documented> documented = new CopyOnWriteArrayList<>();
    private final @Nullable History history;
    private @Nullable HostRegistries hostRegistries;
    private @Nullable Hooks hooks;
    private final HostActivity activity = new HostActivity();
    private volatile @Nullable Catalogue catalogue;
    private boolean begun;
    private boolean closed;

    private Agent(AgentConfig config, String options, String version) throws IOException {
        this.config = config;
        this.version = version;
        this.configWatch = new ConfigWatch(config, options, System.getenv(), new Reload(), System::nanoTime);
        this.selected = config.select();
        this.selection = new Selection(selected, health);
        this.logs = new LogEvents(config.collect().loggers(), config.collect().loggerDepth(), System::nanoTime);
        this.lag = new BrokerLag(config.lag(), () -> selected, health, log);
        this.history = config.server().statusPage() ? new History(table, documented, System::nanoTime) : null;
        this.server = listen(config.server(), health);
    }

    /** Starts an agent in this JVM. */
    public static Agent start(String options, Instrumentation instrumentation, String version) throws IOException {
        Agent agent = new Agent(AgentConfig.read(options, System.getenv()), options, version);
        try {
            agent.hook(instrumentation);
            agent.thread.setDaemon(true);
            // Not the host's, which the thread would keep alive.
            agent.thread.setContextClassLoader(Agent.class.getClassLoader());
            agent.thread.start();
            return agent;
        } catch (Throwable failure) {
            agent.close();
            throw failure;
        }
    }

    /** Takes the hooks out, gives the port back and forgets every series. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        Bridge.disconnect(watch);
        if (hooks != null) {
            hooks.close();
        }
        server.close();
        watch.close();
        close(jvm);
        AgentState.clear();
        end(thread);
    }

    private void close(@Nullable AutoCloseable stage) {
        try {
            if (stage != null) {
                stage.close();
            }
        } catch (Exception e) {
            log.say("not closed: " + e);
        }
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            if (thread != Thread.currentThread()) {
                thread.join(LONGEST_END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MetricsServer listen(ServerOptions server, AgentHealth health) {
        try {
            return MetricsServer.bind(server, health);
        } catch (IOException e) {
            throw new AgentException(
                    "port " + server.port() + " on " + server.host() + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    private void hook(Instrumentation instrumentation) {
        if (!Bridge.connect(watch, logs, lag, consumers, this)) {
            throw new AgentException("another Freshet agent is already in this JVM");
        }
        CollectOptions collect = config.collect();
        hooks = Hooks.install(
                instrumentation, collect.hooks(), collect.logs(), config.lag().isEnabled());
        if (collect.hostRegistry()) {
            hostRegistries = new HostRegistries(instrumentation::getAllLoadedClasses, health, System::nanoTime);
        }
    }

    private void run() {
        try {
            prepareHooks();
            // Soon, because without it there is no agent, and that should be said first.
            catalogue = Catalogue.read();
            serve();
            if (hooks != null && hooks.isLate()) {
                begin();
            }
        } catch (Throwable failure) {
            giveUp(failure);
            return;
        }
        keepUp();
    }

    private void giveUp(Throwable failure) {
        log.say("off: " + failure);
        close();
        AgentState.off(version, failure.toString());
    }

    private void prepareHooks() {
        if (hooks != null) {
            if (hooks.isLate()) {
                watch.searchOlder();
            }
            hooks.report().applied().forEach((hook, classes) -> table.addLasting(AgentHealth.hook(hook, classes::get)));
        }
    }

    /** Takes in what the host has registered until now; the first time, that is all there is. */
    private void catchUp() {
        begin();
        watch.catchUp();
    }

    private synchronized void begin() {
        if (begun || closed) {
            return;
        }
        begun = true;
        try {
            collect(Objects.requireNonNull(catalogue));
        } catch (Throwable failure) {
            giveUp(failure);
        }
    }

    private synchronized boolean hasBegun() {
        return begun;
    }

    private void collect(Catalogue known) throws IOException {
        SeriesPlanner planner = new SeriesPlanner(known, System::nanoTime);
        documented.addAll(known.entries().stream()
                .map(entry -> new Documented(Names.of(entry), entry))
                .collect(Collectors.toList()));
        dialect = Dialect.of(config.select().naming());
        jvm = new JvmMetrics();
        table.rebuild(selection, () -> {});
        health.series(version).forEach(table::addLasting);
        reloads.series().forEach(table::addLasting);
        server.series().forEach(table::addLasting);
        if (config.collect().os()) {
            host = new HostMetrics(PROC, SYS, shelf(planner), health, System::nanoTime);
            watch.add(host);
        }
        if (config.collect().logs()) {
            logs.showOn(shelf(planner));
            watch.add(logs);
        }
        if (config.collect().hooks()) {
            consumers.showOn(shelf(planner));
            watch.add(consumers);
        }
        if (config.lag().isEnabled()) {
            // In its own words, which those of other exporters of lag are, whatever the dialect.
            lag.showOn(
                    new SourceShelf(new Inventory(table, source -> plain(planner, source), health)), watch::leaveOut);
            watch.add(lag);
        }
        watchBeans(planner);
        watch.begin(new Registries(table, source -> plan(planner, source), health, System::nanoTime));
    }

    private void watchBeans(SeriesPlanner planner) {
        CollectOptions collect = config.collect();
        boolean kafka = !collect.hooks() || (hooks != null && hooks.isLateAndMissing());
        if (kafka || !collect.beans().isEmpty()) {
            watch.add(new MBeans(collect.beans(), kafka, shelf(planner), health));
        }
    }

    private SourceShelf shelf(SeriesPlanner planner) {
        return new SourceShelf(new Inventory(table, source -> plan(planner, source), health));
    }

    private List<SeriesPlan> plan(SeriesPlanner planner, MetricSource found) {
        MetricSource source = planner.decided(found);
        if (host != null) {
            host.observe(source);
        }
        return selection.choose(source, dialect.plan(source, planner.plan(source)));
    }

    private List<SeriesPlan> plain(SeriesPlanner planner, MetricSource source) {
        return selection.choose(source, planner.plan(source));
    }

    private void serve() {
        server.start(
                new MetricsPage(this::catchUp, table, () -> selection.choose(foreign()), health),
                Optional.ofNullable(history).map(this::statusPage));
        String address = config.server().scheme() + "://" + config.server().host() + ":"
                + config.server().port() + "/metrics";
        AgentState.on(version, address);
        log.say("metrics on " + address);
    }

    private StatusPage statusPage(History kept) {
        return new StatusPage(this::catchUp, table, documented, kept, version, System::currentTimeMillis);
    }

    private List<ForeignFamily> foreign() {
        JvmMetrics ofTheJvm = jvm;
        List<ForeignFamily> families = new ArrayList<>(ofTheJvm == null ? List.of() : ofTheJvm.families());
        if (hostRegistries != null) {
            Set<String> names =
                    families.stream().map(family -> family.name().sample()).collect(Collectors.toSet());
            families.addAll(hostRegistries.families(name -> names.contains(name) || table.isTaken(name)));
        }
        return families;
    }

    /** Between scrapes too, so that notes do not pile up where nobody scrapes. */
    private void keepUp() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (activity.pauses(watch.waiting(), hooks == null ? 0 : hooks.classesLoaded())) {
                    catchUp();
                }
                if (hasBegun()) {
                    configWatch.look();
                    lookBack();
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookBack() {
        if (history != null) {
            history.tick();
        }
    }

    private final class Reload implements ConfigWatch.Listener {
        @Override
        public void changed(AgentConfig next, List<String> waiting) {
            server.changed(next.server());
            dialect = dialectOf(next);
            selected = next.select();
            selection = new Selection(selected, health);
            watch.retake(table, selection);
            reloads.succeeded();
            log.say("settings taken up anew");
            waiting.forEach(log::say);
        }

        private Dialect dialectOf(AgentConfig next) {
            try {
                return Dialect.of(next.select().naming());
            } catch (IOException e) {
                // It is in the jar that this class is from.
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void refused(InvalidConfigException problems) {
            reloads.failed();
            log.say("settings stay as they were: " + problems.inOneLine());
        }
    }
}
