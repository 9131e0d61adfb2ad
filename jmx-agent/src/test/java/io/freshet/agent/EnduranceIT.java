package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.client.PassingClients;
import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Years of two processes in fast motion; {@code packaging/agent/endurance} runs it at length. Topics and clients come and go while
 * many scrape; afterwards there is exactly what there was before.
 */
class EnduranceIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String STEADY = "steady";
    private static final String PASSING = "passing-";

    private static final int TOPICS = Integer.getInteger("freshet.endurance.topics", 100);
    private static final int CLIENTS = Integer.getInteger("freshet.endurance.clients", 20);
    private static final int SCRAPES = Integer.getInteger("freshet.endurance.scrapes", 2_000);
    private static final int SCRAPERS = Integer.getInteger("freshet.endurance.scrapers", 64);
    private static final int TOPICS_AT_ONCE = 50;
    private static final int ROUNDS = Math.max(1, TOPICS / TOPICS_AT_ONCE);

    /** What may be told of a process in the course of its work, and not at once: how often it logged, what it was asked. */
    private static final Set<String> SOONER_OR_LATER =
            Set.of("freshet_log_events_total", "freshet_log_level_info", "kafka_network_requestmetrics_errors_total");

    /** What needs two readings some seconds apart. */
    private static final Set<String> OF_LAST_SECONDS = Set.of(
            "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent",
            "kafka_network_acceptor_acceptorblocked_percent");

    /** What a broker keeps of topics that were, and whatever a collection leaves uncounted. */
    private static final long HEAP_TOLERANCE = 16 << 20;

    private static final long AGENT_TOLERANCE = 256 << 10;

    private final Path folder;
    private final int brokerPort = Ports.free();
    private final int hostPort = Ports.free();

    EnduranceIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void brokerAndClients_topicsAndClientsComeAndGo_leavesNeitherGhostsNorGaps() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder()
                        .agent(AgentJar.path(), AgentJar.options(brokerPort))
                        .config("log.segment.delete.delay.ms", "0")
                        .config("log.cleaner.dedupe.buffer.size", "2097152")
                        .start();
                JavaProcess host = host(broker)) {
            broker.createTopic(STEADY, 1, Map.of());
            host.awaitLog("waiting", LONG);
            Passing passing = new Passing(broker, host);
            Scrape.text(hostPort);
            Map<String, Long> threads = agentThreads(broker, host);
            try (Scrapers scrapers = new Scrapers(SCRAPERS, brokerPort, hostPort)) {
                // Until all classes are loaded and all pools filled, growth means nothing.
                passing.round(scrapers, Math.min(SCRAPES, 1_000), 10);
                scrapers.awaitAll(LONG);
                Await.untilTrue("shares of the last seconds", LONG, () -> names(brokerPort)
                        .containsAll(OF_LAST_SECONDS));
                Look before = new Look(broker, host);

                for (int round = 1; round <= ROUNDS; round++) {
                    passing.round(scrapers, SCRAPES / ROUNDS, CLIENTS / ROUNDS);
                    if (round % Math.max(1, ROUNDS / 4) == 0) {
                        System.out.printf("%d topics, %s%n", round * TOPICS_AT_ONCE, new Look(broker, host));
                    }
                }
                scrapers.awaitAll(LONG);
                assertThat(scrapers.failures()).isEmpty();
                System.out.printf("%d scrapes by %d at once%n", scrapers.answered(), SCRAPERS);

                new Look(broker, host).isLike(before);
            }
            // A thread that serves goes when it has had nothing to do for half a minute.
            Await.untilTrue("as few threads as before", LONG, () -> agentThreads(broker, host).entrySet().stream()
                    .allMatch(thread -> thread.getValue() <= threads.getOrDefault(thread.getKey(), 0L)));
        }
    }

    private JavaProcess host(KafkaBroker broker) {
        return JavaProcess.builder("passing clients")
                .classPath(AgentJar.testClasses() + File.pathSeparator + KafkaVersion.V4_3.classPath())
                .mainClass(PassingClients.class.getName())
                .args(orders().toString(), broker.bootstrapServers(), STEADY)
                .jvmArgs("-Xmx128m", "-Dlog4j2.level=OFF")
                .agent(AgentJar.path(), AgentJar.options(hostPort))
                .log(folder.resolve("host.log"))
                .start();
    }

    private Path orders() {
        return folder.resolve("orders");
    }

    private static Set<String> names(int port) {
        return Scrape.text(port).all().map(Sample::name).collect(Collectors.toSet());
    }

    private static Map<String, Long> agentThreads(KafkaBroker broker, JavaProcess host) {
        return Stream.of(broker.process().pid(), host.pid())
                .flatMap(pid -> Jcmd.threads(pid).lines())
                .filter(line -> line.startsWith("\"freshet-agent"))
                .map(line -> line.substring(1, line.indexOf('"', 1)).replaceAll("[0-9]+$", ""))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    /** Topics and clients that come and go, in rounds. */
    private final class Passing {
        private final KafkaBroker broker;
        private final JavaProcess host;
        private final Set<String> ofOneTopic;
        private int topics;
        private int clients;

        Passing(KafkaBroker broker, JavaProcess host) throws Exception {
            this.broker = broker;
            this.host = host;
            String first = PASSING + "first";
            broker.createTopic(first, 1, Map.of());
            Await.untilTrue("a topic's size", LONG, () -> ofTopics().values().stream()
                    .anyMatch(series -> series.contains("kafka_log_log_size{partition=0}")));
            ofOneTopic = ofTopics().getOrDefault(first, Set.of());
            broker.admin().deleteTopics(List.of(first)).all().get();
        }

        void round(Scrapers scrapers, int scrapes, int clientsMore) throws Exception {
            scrapers.let(scrapes);
            clients += clientsMore;
            Files.writeString(orders(), clients + "\n");
            List<String> names = IntStream.range(topics, topics += TOPICS_AT_ONCE)
                    .mapToObj(number -> PASSING + number)
                    .toList();
            broker.admin()
                    .createTopics(names.stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            Map<String, Set<String>> expected =
                    names.stream().collect(Collectors.toMap(Function.identity(), name -> ofOneTopic));
            Await.untilTrue(
                    "exactly the series of these topics", LONG, () -> ofTopics().equals(expected));
            broker.admin().deleteTopics(names).all().get();
            Await.untilTrue("no series of them", LONG, () -> ofTopics().isEmpty());
            host.awaitLog("closed " + clients + ".", LONG);
        }

        /** By topic: its series. */
        private Map<String, Set<String>> ofTopics() {
            return Scrape.text(brokerPort)
                    .all()
                    .filter(sample -> sample.labels().getOrDefault("topic", "").startsWith(PASSING))
                    .collect(Collectors.groupingBy(
                            sample -> sample.labels().get("topic"),
                            Collectors.mapping(
                                    sample -> sample.name() + without(sample, "topic"), Collectors.toSet())));
        }

        private static Map<String, String> without(Sample sample, String label) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            labels.remove(label);
            return labels;
        }
    }

    /** What both processes are made of and show, after a full collection. */
    private final class Look {
        private final Memory ofBroker;
        private final Memory ofHost;
        private final Set<String> series = new TreeSet<>();

        Look(KafkaBroker broker, JavaProcess host) {
            ofBroker = Memory.of(broker.process().pid());
            ofHost = Memory.of(host.pid());
            series.addAll(shape("broker", brokerPort));
            series.addAll(shape("host", hostPort));
        }

        void isLike(Look before) {
            assertThat(without(before.series, series)).as("gone").isEmpty();
            assertThat(without(series, before.series)).as("ghosts").isEmpty();
            ofBroker.isLike(before.ofBroker);
            ofHost.isLike(before.ofHost);
        }

        private static Set<String> without(Set<String> series, Set<String> others) {
            Set<String> rest = new TreeSet<>(series);
            rest.removeAll(others);
            return rest;
        }

        private Set<String> shape(String process, int port) {
            return Scrape.text(port)
                    .all()
                    .filter(sample -> !SOONER_OR_LATER.contains(sample.name()))
                    .map(sample -> process + " " + sample.name() + new TreeMap<>(sample.labels()))
                    .collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return "broker " + ofBroker + ", host " + ofHost + ", " + series.size() + " series";
        }
    }

    /** Live bytes, all and those of the agent's own classes. */
    private record Memory(long all, long agent) {
        static Memory of(long pid) {
            List<String[]> classes = Jcmd.histogram(pid)
                    .lines()
                    .map(line -> line.trim().split(" +", -1))
                    .filter(line -> line.length >= 3)
                    .toList();
            return new Memory(
                    bytes(classes.stream().filter(line -> line[0].equals("Total"))),
                    bytes(classes.stream().filter(line -> line.length > 3 && line[3].startsWith("io.freshet.agent."))));
        }

        private static long bytes(Stream<String[]> lines) {
            return lines.mapToLong(line -> Long.parseLong(line[2])).sum();
        }

        void isLike(Memory before) {
            assertThat(agent - before.agent).as("growth of the agent's objects").isLessThan(AGENT_TOLERANCE);
            assertThat(all - before.all).as("growth of the heap").isLessThan(HEAP_TOLERANCE);
        }

        @Override
        public String toString() {
            return all / 1024 + " KiB (agent's own objects " + agent / 1024 + ")";
        }
    }
}
