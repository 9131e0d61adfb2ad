package io.freshet.agent.coverage;

import io.freshet.agent.client.BusyClients;
import io.freshet.agent.client.BusyStreams;
import io.freshet.agent.client.CountingSource;
import io.freshet.agent.text.Scrape;
import io.freshet.agent.text.ScrapedFamily;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * Every kind of Kafka process, each a JVM with the agent, and busy: two brokers with a controller, tiered storage,
 * quotas and compaction; a Connect worker; a Streams application; producers and consumers.
 */
final class WholeKafka implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(90);

    private static final List<String> TOPICS = List.of(BusyStreams.WORDS, BusyStreams.MEANINGS, "replicated");

    /** What begins last, each above 0. */
    private static final List<String> LATE = List.of(
            "kafka_server_brokertopicmetrics_remotecopybytes_total",
            "kafka_server_brokertopicmetrics_remotefetchbytes_total",
            "kafka_server_brokertopicmetrics_replicationbytesin_total",
            "kafka_server_quota_byte_rate",
            "kafka_streams_stream_processor_node_metrics_suppression_emit_total",
            "kafka_connect_sink_task_metrics_offset_commit_completion_total",
            "kafka_connect_source_task_metrics_source_record_write_total");

    private static final ScrapedFamily NONE = new ScrapedFamily("", "", "", "", List.of());

    private final KafkaVersion version;
    private final Path jar;
    private final Path folder;
    private final Map<String, Observed> observed = new LinkedHashMap<>();
    private final Deque<Runnable> running = new ArrayDeque<>();
    private final KafkaBroker broker;

    /** Where a process can be looked at. */
    record Observed(int agentPort, int jmxPort) {}

    WholeKafka(KafkaVersion version, Path jar, Path folder) throws Exception {
        this.version = version;
        this.jar = jar;
        this.folder = folder;
        int controllerPort = Ports.free();
        this.broker = broker("broker-1")
                .controllerPort(controllerPort)
                .config("log.cleaner.backoff.ms", "500")
                .config("log.retention.check.interval.ms", "1000")
                .start();
        running.push(broker::close);
        startSecondBroker(controllerPort);
        createTopics();
        setQuotas();
        startWorker();
        JavaProcess streams = startProgram(
                "streams", BusyStreams.class, folder.resolve("state").toString());
        JavaProcess clients = startProgram("clients", BusyClients.class, String.join(",", TOPICS), protocols());
        clients.awaitLog("busy", SOON);
        streams.awaitLog("processing", SOON);
    }

    Map<String, Observed> observed() {
        return observed;
    }

    /** Waits until what comes late has come: a segment in remote storage, a clean of the compacted topic, a window that closed. */
    void awaitWarm() {
        for (String late : LATE) {
            Await.untilTrue(late, SOON, () -> observed.values().stream()
                    .anyMatch(at -> Scrape.text(at.agentPort()).families().getOrDefault(late, NONE).samples().stream()
                            .anyMatch(sample -> sample.value() > 0)));
        }
    }

    private String protocols() {
        return version == KafkaVersion.V4_3 ? "classic,consumer" : "classic";
    }

    private KafkaBroker.Builder broker(String name) {
        Observed at = observe(name);
        String storage = folder.resolve("remote").toString();
        return KafkaBroker.builder()
                .version(version)
                .agent(jar, options(at))
                .jvmArgs(JmxPort.jvmArguments(at.jmxPort))
                .heap("384m")
                .config("remote.log.storage.system.enable", "true")
                .config(
                        "remote.log.storage.manager.class.name",
                        "org.apache.kafka.server.log.remote.storage.LocalTieredStorage")
                .config("remote.log.storage.manager.class.path", more("storage"))
                .config("rsm.config.dir", storage)
                .config("remote.log.metadata.manager.listener.name", "PLAINTEXT")
                .config("rlmm.config.remote.log.metadata.topic.replication.factor", "1")
                .config("rlmm.config.remote.log.metadata.topic.num.partitions", "1")
                .config("remote.log.manager.copy.max.bytes.per.second", "1000000")
                .config("remote.log.manager.fetch.max.bytes.per.second", "1000000")
                .config("remote.log.manager.task.interval.ms", "500");
    }

    private void startSecondBroker(int controllerPort) {
        int port = Ports.free();
        KafkaBroker second = broker("broker-2")
                .port(port)
                .config("process.roles", "broker")
                .config("node.id", "2")
                .config("controller.quorum.voters", "1@127.0.0.1:" + controllerPort)
                .config("listeners", "PLAINTEXT://127.0.0.1:" + port)
                .start();
        running.push(second::close);
    }

    private void createTopics() throws ExecutionException, InterruptedException {
        broker.createTopic(BusyStreams.WORDS, 1, Map.of("retention.ms", "-1"));
        broker.createTopic(BusyStreams.MEANINGS, 1, Map.of("cleanup.policy", "compact", "segment.bytes", "1048576"));
        broker.createTopic("counted", 1, Map.of());
        broker.createTopic("joined", 1, Map.of());
        broker.admin()
                .createTopics(List.of(new NewTopic("replicated", 2, (short) 2)))
                .all()
                .get();
        broker.createTopic(
                BusyClients.TIERED,
                1,
                Map.of(
                        "remote.storage.enable", "true",
                        "segment.bytes", "1048576",
                        "local.retention.bytes", "1",
                        "retention.bytes", "10000000"));
    }

    private void setQuotas() throws ExecutionException, InterruptedException {
        Map<String, String> both = new HashMap<>();
        both.put(ClientQuotaEntity.USER, "ANONYMOUS");
        both.put(ClientQuotaEntity.CLIENT_ID, "busy-producer");
        Map<String, String> client = Map.of(ClientQuotaEntity.CLIENT_ID, "classic-first");
        broker.admin()
                .alterClientQuotas(List.of(
                        quota(both, Map.of("producer_byte_rate", 1e9, "request_percentage", 1e4)),
                        quota(client, Map.of("consumer_byte_rate", 1e5)),
                        quota(Map.of(ClientQuotaEntity.USER, "ANONYMOUS"), Map.of("controller_mutation_rate", 1e3))))
                .all()
                .get();
    }

    private static ClientQuotaAlteration quota(Map<String, String> entity, Map<String, Double> limits) {
        return new ClientQuotaAlteration(
                new ClientQuotaEntity(entity),
                limits.entrySet().stream()
                        .map(limit -> new ClientQuotaAlteration.Op(limit.getKey(), limit.getValue()))
                        .toList());
    }

    private void startWorker() throws IOException {
        Observed at = observe("worker");
        ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                .version(version)
                .plugins(CountingSource.plugin(folder.resolve("plugins")))
                .exactlyOnce()
                .agent(jar, options(at))
                .jvmArgs(JmxPort.jvmArguments(at.jmxPort))
                .heap("256m")
                .start();
        running.push(worker::close);
        worker.connectors()
                .put(
                        "counting",
                        Map.of(
                                "connector.class", CountingSource.class.getName(),
                                "topic", "counts",
                                "transforms", "only,keep",
                                "transforms.only.type", "org.apache.kafka.connect.transforms.Filter",
                                "transforms.only.predicate", "never",
                                "transforms.keep.type", "org.apache.kafka.connect.transforms.InsertHeader",
                                "transforms.keep.header", "h",
                                "transforms.keep.value.literal", "v",
                                "predicates", "never",
                                "predicates.never.type",
                                        "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"));
        worker.connectors()
                .put(
                        "sink",
                        Map.of(
                                "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector",
                                "topics", "counts," + BusyStreams.MEANINGS,
                                "file", folder.resolve("sink.txt").toString(),
                                "errors.tolerance", "all",
                                "errors.log.enable", "true",
                                "errors.deadletterqueue.topic.name", "dead",
                                "errors.deadletterqueue.topic.replication.factor", "1",
                                "consumer.override.auto.offset.reset", "earliest"));
        worker.connectors().awaitRunning("counting", 1, SOON);
        worker.connectors().awaitRunning("sink", 1, SOON);
    }

    private JavaProcess startProgram(String name, Class<?> main, String... arguments) {
        Observed at = observe(name);
        JavaProcess program = JavaProcess.builder(name)
                .classPath(String.join(
                        File.pathSeparator,
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        more("streams"),
                        version.classPath()))
                .mainClass(main.getName())
                .args(Stream.concat(Stream.of(broker.bootstrapServers()), Stream.of(arguments))
                        .toArray(String[]::new))
                .agent(jar, options(at))
                .jvmArgs(JmxPort.jvmArguments(at.jmxPort))
                .jvmArgs("-Xmx256m", "-Dlog4j2.level=WARN")
                .log(folder.resolve(name + ".log"))
                .start();
        running.push(program::close);
        return program;
    }

    /** Jars that the build has copied, for this version. */
    private String more(String of) {
        String shortVersion = version == KafkaVersion.V4_3 ? "4.3" : "3.9";
        return Path.of("target", of + "-" + shortVersion)
                .toAbsolutePath()
                .resolve("*")
                .toString();
    }

    private Observed observe(String name) {
        Observed at = new Observed(Ports.free(), Ports.free());
        observed.put(name, at);
        return at;
    }

    private static String options(Observed at) {
        return "port=" + at.agentPort + ",host=127.0.0.1,profile=all";
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            running.pop().run();
        }
    }
}
