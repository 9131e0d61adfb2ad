package io.freshet.agent.coverage;

import io.freshet.agent.client.BusyClients;
import io.freshet.agent.client.BusyStreams;
import io.freshet.agent.client.CountingSource;
import io.freshet.agent.text.Scrape;
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
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * Every kind of Kafka process, each a JVM with the agent, and busy: a broker and controller with tiered storage, quotas and
 * compaction; producers and consumers; of the current version also a second broker, a Connect worker and a Streams
 * application.
 */
final class WholeKafka implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);

    private static final int MOST_NAMES = 50;

    private final KafkaVersion version;
    private final Path jar;
    private final Path folder;
    private final Map<String, Observed> observed = new LinkedHashMap<>();
    private final Deque<Runnable> running = new ConcurrentLinkedDeque<>();
    private final int controllerPort = Ports.free();

    /** Where a process can be looked at. */
    record Observed(int agentPort, int jmxPort) {}

    WholeKafka(KafkaVersion version, Path jar, Path folder) {
        this.version = version;
        this.jar = jar;
        this.folder = folder;
        List<String> processes = version == KafkaVersion.V4_3
                ? List.of("broker", "second-broker", "worker", "streams", "clients")
                : List.of("broker", "clients");
        processes.forEach(process -> observed.put(process, new Observed(Ports.free(), Ports.free())));
    }

    Map<String, Observed> observed() {
        return observed;
    }

    void start() throws ExecutionException, InterruptedException {
        KafkaBroker broker = broker("broker").controllerPort(controllerPort).start();
        running.push(broker::close);
        createTopics(broker);
        setQuotas(broker);
        if (version == KafkaVersion.V4_3) {
            InParallel.run(
                    () -> replicate(broker),
                    () -> startWorker(broker),
                    () -> startStreams(broker),
                    () -> startClients(broker, "classic,consumer"));
        } else {
            startClients(broker, "classic");
        }
    }

    /** Waits until each of these families is on some page, or long enough: what is missing then is for the test to say. */
    void await(Collection<String> families) {
        Set<String> missing = new HashSet<>(families);
        observed.values()
                .forEach(at ->
                        missing.removeAll(Scrape.text(at.agentPort).families().keySet()));
        long enough = System.nanoTime() + SOON.toNanos();
        Await.untilTrue("families of metrics", SOON.multipliedBy(2), () -> {
            List<String> some = missing.stream().limit(MOST_NAMES).toList();
            for (Observed at : observed.values()) {
                missing.removeAll(Scrape.text(at.agentPort, some).families().keySet());
            }
            return missing.isEmpty() || System.nanoTime() - enough > 0;
        });
    }

    private KafkaBroker.Builder broker(String name) {
        Observed at = at(name);
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
                // So little that copying and fetching are held back at once, which is counted.
                .config("remote.log.manager.copy.max.bytes.per.second", "20000")
                .config("remote.log.manager.fetch.max.bytes.per.second", "20000")
                .config("remote.log.manager.task.interval.ms", "500")
                .config("log.initial.task.delay.ms", "500")
                .config("log.retention.check.interval.ms", "1000")
                .config("log.cleaner.backoff.ms", "500");
    }

    private static void createTopics(KafkaBroker broker) {
        broker.createTopic(BusyStreams.WORDS, 1, Map.of("retention.ms", "-1"));
        broker.createTopic(BusyStreams.MEANINGS, 1, Map.of("cleanup.policy", "compact", "segment.bytes", "1048576"));
        broker.createTopic("counted", 1, Map.of());
        broker.createTopic("joined", 1, Map.of());
        broker.createTopic(
                BusyClients.TIERED,
                1,
                Map.of(
                        "remote.storage.enable", "true",
                        "segment.bytes", "1048576",
                        "local.retention.bytes", "1",
                        "retention.bytes", "10000000"));
    }

    private static void setQuotas(KafkaBroker broker) throws ExecutionException, InterruptedException {
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

    private void replicate(KafkaBroker broker) {
        int port = Ports.free();
        KafkaBroker second = broker("second-broker")
                .port(port)
                .config("process.roles", "broker")
                .config("node.id", "2")
                .config("controller.quorum.voters", "1@127.0.0.1:" + controllerPort)
                .config("listeners", "PLAINTEXT://127.0.0.1:" + port)
                .start();
        running.push(second::close);
        TopicPartition meanings = new TopicPartition(BusyStreams.MEANINGS, 0);
        broker.admin()
                .alterPartitionReassignments(Map.of(meanings, Optional.of(new NewPartitionReassignment(List.of(1, 2)))))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void startWorker(KafkaBroker broker) {
        Observed at = at("worker");
        ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                .version(version)
                .plugins(plugins())
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
    }

    private Path plugins() {
        try {
            return CountingSource.plugin(folder.resolve("plugins"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void startStreams(KafkaBroker broker) {
        String state = folder.resolve("state").toString();
        startProgram("streams", BusyStreams.class, more("streams"), broker, state)
                .awaitLog("processing", SOON);
    }

    private void startClients(KafkaBroker broker, String protocols) {
        startProgram("clients", BusyClients.class, "", broker, protocols).awaitLog("busy", SOON);
    }

    private JavaProcess startProgram(
            String name, Class<?> main, String moreClasses, KafkaBroker broker, String... arguments) {
        Observed at = at(name);
        JavaProcess program = JavaProcess.builder(name)
                .classPath(String.join(
                        File.pathSeparator,
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        version.classPath(),
                        moreClasses))
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

    private Observed at(String name) {
        return Objects.requireNonNull(observed.get(name), name);
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
