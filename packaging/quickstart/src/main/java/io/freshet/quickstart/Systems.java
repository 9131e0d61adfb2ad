package io.freshet.quickstart;

import io.freshet.local.ConnectWorker;
import io.freshet.local.Debezium;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A database, a broker and a Connect worker, each a process of its own. */
final class Systems implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final PortPlan ports;
    private final DataFolder folder;
    private @Nullable PostgresServer postgres;
    private @Nullable KafkaBroker broker;
    private @Nullable ConnectWorker worker;

    Systems(PortPlan ports, DataFolder folder) {
        this.ports = ports;
        this.folder = folder;
    }

    void start(Terminal terminal) {
        Path agent = Freshet.agent();
        postgres = terminal.step("PostgreSQL", () -> started(this::startPostgres), PostgresServer::jdbcUrl);
        broker = terminal.step(
                "Kafka broker with the agent", () -> started(() -> startBroker(agent)), KafkaBroker::bootstrapServers);
        worker = terminal.step(
                "Connect worker with the plugins and the agent",
                () -> started(() -> startWorker(agent)),
                started -> started.rest().toString());
    }

    PostgresServer postgres() {
        return running(postgres);
    }

    KafkaBroker broker() {
        return running(broker);
    }

    ConnectWorker worker() {
        return running(worker);
    }

    String brokerMetrics() {
        return "http://127.0.0.1:" + ports.brokerMetrics() + "/metrics";
    }

    String workerMetrics() {
        return "http://127.0.0.1:" + ports.workerMetrics() + "/metrics";
    }

    /** The last one started is the first to go; one that cannot be stopped does not keep the others. */
    @Override
    public void close() {
        List<String> problems = new ArrayList<>();
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new CannotRunException("Not everything could be stopped: " + String.join("; ", problems));
        }
    }

    private PostgresServer startPostgres() {
        return PostgresServer.builder()
                .folder(folder.resolve("postgres"))
                .port(ports.postgres())
                .start();
    }

    private KafkaBroker startBroker(Path agent) {
        return KafkaBroker.builder()
                .folder(folder.resolve("broker"))
                .port(ports.broker())
                .controllerPort(ports.controller())
                .agent(agent, "port=" + ports.brokerMetrics() + ",host=127.0.0.1")
                .start();
    }

    private ConnectWorker startWorker(Path agent) {
        return ConnectWorker.builder(broker().bootstrapServers())
                .folder(folder.resolve("worker"))
                .port(ports.worker())
                .plugins(Freshet.unpackArchive(folder.resolve("plugins")), Debezium.plugins())
                .exactlyOnce()
                .agent(agent, "port=" + ports.workerMetrics() + ",host=127.0.0.1")
                .start();
    }

    private <T extends AutoCloseable> T started(Supplier<T> start) {
        T system = start.get();
        started.push(system);
        return system;
    }

    private static <T> T running(@Nullable T system) {
        if (system == null) {
            throw new IllegalStateException("The systems have not been started");
        }
        return system;
    }
}
