package io.freshet.agent;

import io.freshet.agent.client.CountingSource;
import io.freshet.agent.client.SteadyConsumer;
import io.freshet.agent.client.SteadyProducer;
import io.freshet.agent.text.Scrape;
import io.freshet.local.ConnectWorker;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A broker, a Connect worker, a producer and a consumer, each a JVM with nothing but the agent added. */
final class FourProcesses implements AutoCloseable {
    static final String TOPIC = "readings";

    /** Of the broker, and as many of the controller. */
    static final int REQUEST_HANDLERS = 2;

    static final Duration SOON = Duration.ofSeconds(60);

    final int brokerPort = Ports.free();
    final int workerPort = Ports.free();
    final int producerPort = Ports.free();
    final int consumerPort = Ports.free();
    final int jmxPort = Ports.free();
    final KafkaBroker broker;
    final ConnectWorker worker;
    final JavaProcess producer;
    final JavaProcess consumer;

    /** The producer closes its second client when this file is there. */
    final Path closeSecondClient;

    FourProcesses(Path folder) throws IOException {
        closeSecondClient = folder.resolve("close-second-client");
        broker = KafkaBroker.builder()
                .config("num.io.threads", String.valueOf(REQUEST_HANDLERS))
                .agent(AgentJar.path(), AgentJar.options(brokerPort))
                .jvmArgs(
                        "-Dcom.sun.management.jmxremote.port=" + jmxPort,
                        "-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort,
                        "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                        "-Djava.rmi.server.hostname=127.0.0.1",
                        "-Dcom.sun.management.jmxremote.authenticate=false",
                        "-Dcom.sun.management.jmxremote.ssl=false")
                .start();
        broker.createTopic(TOPIC, 2, Map.of());
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .plugins(CountingSource.plugin(folder.resolve("plugins")))
                .agent(AgentJar.path(), AgentJar.options(workerPort))
                .start();
        worker.connectors()
                .put("counting", Map.of("connector.class", CountingSource.class.getName(), "topic", "counts"));
        producer = client("producer", SteadyProducer.class, producerPort, folder, closeSecondClient.toString());
        consumer = client("consumer", SteadyConsumer.class, consumerPort, folder);
        producer.awaitLog("sending", SOON);
        consumer.awaitLog("reading", SOON);
        worker.connectors().awaitRunning("counting", 1, SOON);
    }

    /** The ports of the agents by the name of their process. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("broker", brokerPort);
        ports.put("worker", workerPort);
        ports.put("producer", producerPort);
        ports.put("consumer", consumerPort);
        return ports;
    }

    Scrape scrape(String process) {
        return Scrape.text(port(process));
    }

    int port(String process) {
        Integer port = ports().get(process);
        if (port == null) {
            throw new IllegalArgumentException(process);
        }
        return port;
    }

    private JavaProcess client(String name, Class<?> main, int port, Path folder, String... more) {
        return JavaProcess.builder(name)
                .classPath(AgentJar.testClasses() + File.pathSeparator + KafkaVersion.V4_3.classPath())
                .mainClass(main.getName())
                .args(Stream.concat(Stream.of(broker.bootstrapServers(), TOPIC), Stream.of(more))
                        .toArray(String[]::new))
                .agent(AgentJar.path(), AgentJar.options(port))
                .jvmArgs("-Xmx128m", "-Dlog4j2.level=WARN")
                .log(folder.resolve(name + ".log"))
                .start();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        worker.close();
        broker.close();
    }
}
