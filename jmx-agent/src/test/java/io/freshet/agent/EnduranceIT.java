package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.client.PassingClients;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Years of a process in fast motion; {@code packaging/agent/endurance} runs it at length. Topics and clients come and go,
 * while many scrape; afterwards there is exactly what there was before.
 */
@EnabledIfSystemProperty(named = "freshet.endurance.topics", matches = "[0-9]+")
class EnduranceIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int TOPICS = Integer.getInteger("freshet.endurance.topics", 200);
    private static final int CLIENTS = Integer.getInteger("freshet.endurance.clients", 40);
    private static final long SCRAPES = Long.getLong("freshet.endurance.scrapes", 500);
    private static final int SCRAPERS = Integer.getInteger("freshet.endurance.scrapers", 16);
    private static final int AT_ONCE = 50;

    /** What a collection leaves uncounted, and what the broker itself keeps of topics that were. */
    private static final long HEAP_TOLERANCE = Long.getLong("freshet.endurance.heap", 16 << 20);

    private final Path folder;
    private final int port = Ports.free();

    EnduranceIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void broker_topicsComeAndGo_leavesNeitherGhostsNorGaps() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder()
                .agent(AgentJar.path(), AgentJar.options(port))
                .config("log.segment.delete.delay.ms", "0")
                .config("log.cleaner.dedupe.buffer.size", "2097152")
                .start()) {
            long pid = broker.process().pid();
            // Until all classes are loaded and all pools filled, growth means nothing.
            churn(broker, 0, Math.max(AT_ONCE, TOPICS / 10));
            State before = State.of(pid);

            try (Scrapers scrapers = new Scrapers(port, SCRAPERS)) {
                churn(broker, TOPICS, TOPICS);
                Await.untilTrue("all scrapes", LONG, () -> scrapers.answered() >= SCRAPES);
                System.out.printf("%d topics, %d scrapes, %d failed%n", TOPICS, scrapers.answered(), scrapers.failed());
                assertThat(scrapers.failed()).isZero();
            }

            State.of(pid).isLike(before);
            assertThat(agentObjects(pid)).isEmpty();
        }
    }

    /** Objects that stand for one series each, of topics that are no more. */
    private List<String> agentObjects(long pid) {
        long series = Scrape.text(port).all().count();
        return Jcmd.histogram(pid)
                .lines()
                .filter(line -> line.contains("io.freshet.agent.metric.Series$"))
                .filter(line -> Long.parseLong(line.trim().split(" +", -1)[1]) > 2 * series)
                .toList();
    }

    private void churn(KafkaBroker broker, int from, int count) throws Exception {
        for (int done = 0; done < count; done += AT_ONCE) {
            int first = from + done;
            List<String> names = IntStream.range(first, first + AT_ONCE)
                    .mapToObj(i -> "passing-" + i)
                    .toList();
            broker.admin()
                    .createTopics(names.stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            Await.untilTrue("series of all topics", LONG, () -> topics().containsAll(names));
            broker.admin().deleteTopics(names).all().get();
            Await.untilTrue("no series of them", LONG, () -> topics().stream().noneMatch(names::contains));
        }
    }

    private Set<String> topics() {
        return Scrape.text(port)
                .all()
                .map(sample -> sample.labels().getOrDefault("topic", ""))
                .filter(topic -> topic.startsWith("passing-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void application_clientsComeAndGo_leavesNeitherGhostsNorGaps() throws Exception {
        Path orders = folder.resolve("orders");
        try (JavaProcess host = JavaProcess.builder("passing clients")
                .classPath(AgentJar.testClasses() + File.pathSeparator + KafkaVersion.V4_3.classPath())
                .mainClass(PassingClients.class.getName())
                .args(orders.toString())
                .jvmArgs("-Xmx128m", "-Dlog4j2.level=OFF")
                .agent(AgentJar.path(), AgentJar.options(port))
                .log(folder.resolve("host.log"))
                .start()) {
            host.awaitLog("waiting", LONG);
            int warm = Math.max(10, CLIENTS / 10);
            pass(host, orders, warm);
            State before = State.of(host.pid());
            Set<String> shape = clients();

            pass(host, orders, warm + CLIENTS);

            assertThat(clients()).isEqualTo(shape).contains(PassingClients.STAYS);
            State.of(host.pid()).isLike(before);
        }
    }

    private static void pass(JavaProcess host, Path orders, int count) throws Exception {
        Files.writeString(orders, count + "\n");
        host.awaitLog("closed " + count, LONG);
    }

    private Set<String> clients() {
        return Scrape.text(port)
                .all()
                .filter(sample -> sample.labels().containsKey("client_id"))
                .map(sample -> sample.labels().getOrDefault("client_id", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a process is made of, after a full collection. */
    private record State(long heap, Set<String> threads) {
        static State of(long pid) {
            String total = Jcmd.histogram(pid)
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow();
            Set<String> threads = Jcmd.threads(pid)
                    .lines()
                    .filter(line -> line.startsWith("\"freshet-agent"))
                    .map(line -> line.substring(1, line.indexOf('"', 1)).replaceAll("[0-9]+$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            return new State(Long.parseLong(total.trim().split(" +", -1)[2]), threads);
        }

        void isLike(State before) {
            System.out.printf("heap %d KiB before, %d KiB after%n", before.heap / 1024, heap / 1024);
            assertThat(heap - before.heap).as("growth of the heap").isLessThan(HEAP_TOLERANCE);
            assertThat(threads).containsAll(before.threads);
        }
    }
}
