package io.freshet.comparisons.host;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.MetricsEndpoint;
import io.freshet.comparisons.process.RunningJvm;
import io.freshet.comparisons.process.Topics;
import io.freshet.local.Freshet;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of two that are compared: a broker and a client process, both with the agent or both without. */
final class Side implements AutoCloseable {
    static final String HEAP = "1g";

    private static final String PARTITIONS_TOPIC = "partitions";
    private static final int SCRAPES_UNTIL_COMPILED = 200;

    private final boolean withAgent;
    private final Path folder;
    private final KafkaBroker broker;
    private final List<MetricsEndpoint> endpoints = new ArrayList<>();
    private final int clientMetrics = Ports.free();

    private Side(boolean withAgent, Path folder, int brokerMetrics, KafkaBroker broker) {
        this.withAgent = withAgent;
        this.folder = folder;
        this.broker = broker;
        if (withAgent) {
            endpoints.add(new MetricsEndpoint(brokerMetrics));
        }
    }

    static Side start(boolean withAgent, int partitions, Path folder) {
        int brokerMetrics = Ports.free();
        KafkaBroker.Builder builder = KafkaBroker.builder()
                .folder(folder.resolve("broker"))
                .heap(HEAP)
                .jvmArgs(Jvm.flags())
                .config("log.retention.ms", "-1")
                .config("log.segment.delete.delay.ms", "1000");
        if (withAgent) {
            builder.agent(Freshet.agent(), options(brokerMetrics));
        }
        Side side = new Side(withAgent, folder, brokerMetrics, builder.start());
        Topics.create(side.broker, PARTITIONS_TOPIC, partitions);
        return side;
    }

    private static String options(int port) {
        return port + ",host=127.0.0.1";
    }

    boolean hasAgent() {
        return withAgent;
    }

    String name() {
        return name(withAgent);
    }

    static String name(boolean withAgent) {
        return withAgent ? "with the agent" : "without";
    }

    long brokerPid() {
        return broker.process().pid();
    }

    KafkaBroker broker() {
        return broker;
    }

    void stop() {
        broker.stop();
    }

    /** Starts the broker on its data; returns the seconds until it serves clients. */
    double startAgain() {
        long start = System.nanoTime();
        broker.start();
        return (System.nanoTime() - start) / 1e9;
    }

    /** What a full collection leaves of the broker's heap, after some scrapes. */
    double liveHeapMegabytes() {
        endpoints.forEach(endpoint -> {
            endpoint.await();
            endpoint.scrape(true);
            endpoint.scrape(false);
        });
        try (RunningJvm jvm = RunningJvm.attach(brokerPid())) {
            return jvm.liveHeapBytes() / 1e6;
        }
    }

    /** One scrape of each of its processes. */
    void scrape() {
        endpoints.forEach(endpoint -> endpoint.scrape(true));
    }

    /** As many scrapes as a process has had that is there for an hour. */
    void warmUp() {
        for (int i = 0; i < SCRAPES_UNTIL_COMPILED; i++) {
            scrape();
        }
    }

    /** Starts the process with a producer and a consumer. */
    ClientConnection connectClient() {
        ClientConnection connection = ClientConnection.to(port -> client(port).start());
        if (withAgent) {
            MetricsEndpoint endpoint = new MetricsEndpoint(clientMetrics);
            endpoint.await();
            endpoints.add(endpoint);
        }
        return connection;
    }

    private JavaProcess.Builder client(int port) {
        JavaProcess.Builder client = Jvm.child("client", HEAP, LoadClient.class, folder.resolve("client"))
                .args(broker.bootstrapServers(), Integer.toString(port));
        return withAgent ? client.agent(Freshet.agent(), options(clientMetrics)) : client;
    }

    void createTopic(String topic) {
        Topics.create(broker, topic, Topics.PARTITIONS);
    }

    void deleteTopic(String topic) {
        broker.admin().deleteTopics(List.of(topic));
    }

    @Override
    public void close() {
        broker.close();
    }
}
