package io.freshet.agent.command;

import io.freshet.agent.catalogue.Catalogue;
import io.freshet.agent.catalogue.Names;
import io.freshet.agent.catalogue.SeriesPlanner;
import io.freshet.agent.collect.Inventory;
import io.freshet.agent.collect.JvmMetrics;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.collect.lag.LagMetrics;
import io.freshet.agent.config.AgentConfig;
import io.freshet.agent.expose.MetricsPage;
import io.freshet.agent.expose.MetricsServer;
import io.freshet.agent.expose.status.Documented;
import io.freshet.agent.expose.status.History;
import io.freshet.agent.expose.status.StatusPage;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.lag.LagSnapshot;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.agent.select.Selection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lag for Prometheus, with the server, the settings and the status page of the agent. */
final class LagService implements AutoCloseable {
    private static final long BETWEEN_TICKS_MILLIS = 1_000;

    private final AgentLog log = new AgentLog(System.err);
    private final AgentHealth health = new AgentHealth(log);
    private final SeriesTable table = new SeriesTable(health);
    private final JvmMetrics jvm = new JvmMetrics();
    private final LagMetrics metrics;
    private final AgentConfig config;
    private final MetricsServer server;
    private final History history;

    private LagService(AgentConfig config, MetricsServer server, String version, Supplier<@Nullable LagSnapshot> latest)
            throws IOException {
        this.config = config;
        this.server = server;
        Catalogue catalogue = Catalogue.read();
        SeriesPlanner planner = new SeriesPlanner(catalogue, System::nanoTime);
        Selection selection = new Selection(config.select(), health);
        Function<MetricSource, List<SeriesPlan>> plans = source -> selection.choose(source, planner.plan(source));
        table.rebuild(selection, () -> {});
        health.series(version).forEach(table::addLasting);
        server.series().forEach(table::addLasting);
        SourceShelf shelf = new SourceShelf(new Inventory(table, plans, health));
        this.metrics = new LagMetrics(latest, shelf, config.select().most(), health);
        List<Documented> documented = catalogue.entries().stream()
                .filter(entry -> entry.role().equals("lag"))
                .map(entry -> new Documented(Names.of(entry), entry))
                .collect(Collectors.toList());
        this.history = new History(table, documented, System::nanoTime);
        StatusPage status =
                new StatusPage(this::catchUp, table, documented, history, version, System::currentTimeMillis);
        server.start(
                new MetricsPage(this::catchUp, table, () -> selection.choose(jvm.families()), health),
                config.server().statusPage() ? Optional.of(status) : Optional.empty());
    }

    /** Takes the port and answers from now on. */
    static LagService listen(AgentConfig config, String version, Supplier<@Nullable LagSnapshot> latest)
            throws IOException {
        MetricsServer server;
        try {
            server = MetricsServer.bind(config.server(), new AgentHealth(new AgentLog(System.err)));
        } catch (IOException e) {
            throw new CommandException(
                    "port " + config.server().port() + " on " + config.server().host() + " cannot be listened on: "
                            + e.getMessage(),
                    e);
        }
        return new LagService(config, server, version, latest);
    }

    /** For scrapes, which come on several threads. */
    private synchronized void catchUp() {
        try {
            metrics.catchUp();
        } catch (RuntimeException e) {
            health.failed(AgentHealth.Stage.COLLECT, "lag could not be taken in", e);
        }
    }

    /** Goes on until it is interrupted. */
    void run() throws InterruptedException {
        log.say("lag on " + config.server().scheme() + "://" + config.server().host() + ":"
                + config.server().port() + "/metrics");
        while (true) {
            catchUp();
            history.tick();
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TICKS_MILLIS);
        }
    }

    @Override
    public void close() {
        server.close();
        metrics.close();
        jvm.close();
    }
}
