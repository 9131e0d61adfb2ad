package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.client.SteadyProducer;
import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.agent.text.ScrapedFamily;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent comes to processes that run, and leaves them again. */
class LateAttachIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TOPIC = "readings";
    private static final String LOGS = "freshet_log_";

    private static @Nullable Processes started;

    private static final Set<String> IDLE = Set.of(
            "kafka_network_acceptor_acceptorblocked_percent{listener=CONTROLLER}",
            "kafka_network_acceptor_acceptorblocked_percent{listener=PLAINTEXT}",
            "kafka_server_kafkarequesthandlerpool_brokerrequesthandleravgidle_percent{}",
            "kafka_server_kafkarequesthandlerpool_controllerrequesthandleravgidle_percent{}",
            "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent{}");

    private final Processes processes = Objects.requireNonNull(started);

    @BeforeAll
    static void start(@TempDir Path folder) {
        started = new Processes(folder);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void broker_attachedLate_hasWhatItHadFromTheStart() throws Exception {
        long pid = processes.broker.process().pid();
        // A share of idle time takes some seconds to be one.
        Set<String> early = Await.until("shares of idle time", SOON, () -> {
            Set<String> now = shape(Scrape.text(processes.brokerPort));
            return now.containsAll(IDLE) ? now : null;
        });

        assertThat(processes.command.detach(pid)).contains("off in " + pid);
        isGone(pid, processes.brokerPort);
        assertThat(processes.command.attach(pid, processes.brokerPort))
                .contains("on in " + pid + ": http://127.0.0.1:" + processes.brokerPort + "/metrics");

        Await.untilTrue("all that was there", SOON, () -> without(early, shape(Scrape.text(processes.brokerPort)))
                .isEmpty());
        assertThat(without(shape(Scrape.text(processes.brokerPort)), early))
                .as("too many")
                .isEmpty();
        assertThat(Scrape.text(processes.brokerPort).family(LOGS + "level_info").samples())
                .isNotEmpty();
        newAndDeletedTopic_comesAndGoes();
    }

    @Test
    void broker_withoutHooks_hasTheSameThroughJmx() throws Exception {
        long pid = processes.second.process().pid();
        Set<String> hooked = shape(Scrape.text(processes.secondPort));
        processes.command.detach(pid);

        processes.command.run(
                0,
                "attach",
                String.valueOf(pid),
                AgentJar.options(processes.secondPort)
                        + ",hooks.enabled=false,mbeans.include=java.lang:type=Threading");

        Predicate<String> ofHooks = line -> line.contains("freshet_agent_hook_applied");
        Await.untilTrue(
                "all that was there", SOON, () -> without(hooked, shape(Scrape.text(processes.secondPort))).stream()
                        .allMatch(ofHooks));
        Set<String> read = shape(Scrape.text(processes.secondPort));
        assertThat(without(read, hooked))
                .as("too many")
                .filteredOn(line -> !line.contains("java_lang_threading_"))
                .isEmpty();
        assertThat(read).anyMatch(line -> line.startsWith("java_lang_threading_threadcount"));
    }

    private void newAndDeletedTopic_comesAndGoes() throws Exception {
        processes.broker.createTopic("brief", 1, Map.of());
        Await.untilTrue("series of the topic", SOON, () -> !topicSeries("brief").isEmpty());

        processes.broker.admin().deleteTopics(List.of("brief")).all().get();

        Await.untilTrue("no series of it", SOON, () -> topicSeries("brief").isEmpty());
        assertThat(topicSeries(TOPIC)).isNotEmpty();
    }

    private List<Sample> topicSeries(String topic) {
        return Scrape.text(processes.brokerPort)
                .all()
                .filter(sample -> topic.equals(sample.labels().get("topic")))
                .filter(sample -> sample.name().startsWith("kafka_cluster_partition"))
                .toList();
    }

    /** Neither port nor thread nor object is left. */
    private static void isGone(long pid, int port) {
        Await.untilTrue("the port is given back", SOON, () -> Ports.isFree(port));
        Await.untilTrue("no thread is left", SOON, () -> !Jcmd.threads(pid).contains("freshet-agent"));
        Await.untilTrue(
                "no object is left", Duration.ofSeconds(20), () -> objects(pid).isEmpty());
    }

    private static List<String> objects(long pid) {
        return Jcmd.histogram(pid)
                .lines()
                .filter(line -> line.contains("io.freshet.agent.")
                        && !line.contains("io.freshet.agent.attach.")
                        && !line.contains("io.freshet.agent.bridge."))
                .toList();
    }

    @Test
    void producer_thatNeverHadTheAgent_showsItsClientsUntilTheyClose() throws Exception {
        long pid = processes.producer.pid();

        processes.command.attach(pid, processes.producerPort);

        assertThat(clients()).contains("steady", SteadyProducer.SECOND);
        Scrape scrape = Scrape.text(processes.producerPort);
        assertThat(scrape.family("kafka_producer_producer_metrics_record_send_total")
                        .type())
                .isEqualTo("counter");
        assertThat(scrape.samples("freshet_agent_errors_total", Map.of())).allMatch(sample -> sample.value() == 0);
        Files.createFile(processes.closeSecondClient);
        Await.untilTrue("no series of the closed client", SOON, () -> !clients().contains(SteadyProducer.SECOND));
        assertThat(clients()).contains("steady");

        again_isRefused(pid);
        list_tellsRoleAndState(pid);
        processes.command.detach(pid);
        isGone(pid, processes.producerPort);
        anotherVersion_isRefused(pid);
        assertThat(processes.command.run(1, "detach", String.valueOf(pid))).contains("not on in " + pid);
    }

    private void again_isRefused(long pid) {
        assertThat(processes.command.run(1, "attach", String.valueOf(pid)))
                .startsWith("freshet-agent: already on in " + pid + ", version ");
        Jcmd.loadAgent(pid, AgentJar.path(), AgentJar.options(Ports.free()));
        processes.producer.awaitLog("freshet-agent: already on ", SOON);
    }

    /** A JVM keeps the classes that it has loaded. */
    private void anotherVersion_isRefused(long pid) throws IOException {
        Path newer = AgentJar.copy(processes.folder.resolve("newer.jar"), "999.1", name -> true);

        assertThat(processes.command.run(newer, 1, "attach", String.valueOf(pid)))
                .startsWith("freshet-agent: not on in " + pid + ": ")
                .contains("this JVM has version " + AgentJar.version()
                        + " loaded, and 999.1 was asked for: restart it to change the version");
        assertThat(processes.producer.isAlive()).isTrue();
        processes.command.attach(pid, processes.producerPort);
        assertThat(clients()).contains("steady");
        processes.command.detach(pid);
    }

    private void list_tellsRoleAndState(long pid) {
        assertThat(processes.command.run(0, "list"))
                .containsPattern(pid + " +client +" + SteadyProducer.class.getName() + " +on \\S+ http://127.0.0.1:"
                        + processes.producerPort + "/metrics")
                .containsPattern(processes.broker.process().pid() + " +broker +kafka.Kafka +");
    }

    @Test
    void attach_wrongOption_isRefusedWithTheReasonAndTheHostRuns() {
        long pid = processes.idle.pid();

        assertThat(processes.command.run(1, "attach", String.valueOf(pid), "prot=9404"))
                .startsWith("freshet-agent: not on in " + pid + ": unknown key prot: did you mean port?");

        assertThat(processes.idle.isAlive()).isTrue();
        assertThat(processes.command.run(1, "attach", "x")).contains("pid: must be the number of a process. Found: x");
        assertThat(processes.command.run(2, "atach", "1")).contains("Usage: ");
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** All but the values. */
    private static Set<String> shape(Scrape scrape) {
        Set<String> lines = new TreeSet<>();
        for (ScrapedFamily family : scrape.families().values()) {
            if (family.name().startsWith(LOGS)) {
                // Of loggers that are there, or log: a framework forgets those that nobody holds.
                continue;
            }
            lines.add(family.type() + " " + family.name() + " " + help(family));
            family.samples().forEach(sample -> lines.add(sample.name() + new TreeMap<>(sample.labels())));
        }
        return lines;
    }

    /** Where the catalogue is silent, Kafka's words for the first series are taken, and which is the first may differ. */
    private static String help(ScrapedFamily family) {
        return family.help().contains("MBean") ? "" : family.help();
    }

    private Set<String> clients() {
        return Scrape.text(processes.producerPort)
                .all()
                .map(sample -> sample.labels().getOrDefault("client_id", ""))
                .collect(Collectors.toSet());
    }

    private static final class Processes implements AutoCloseable {
        private final int brokerPort = Ports.free();
        private final int producerPort = Ports.free();
        private final Path folder;
        private final AgentCommand command;
        private final int secondPort = Ports.free();
        private final KafkaBroker broker;
        private final KafkaBroker second;
        private final JavaProcess producer;
        private final JavaProcess idle;
        private final Path closeSecondClient;

        Processes(Path folder) {
            this.folder = folder;
            command = new AgentCommand(folder);
            closeSecondClient = folder.resolve("close-second-client");
            broker = KafkaBroker.builder()
                    .agent(AgentJar.path(), AgentJar.options(brokerPort))
                    .start();
            second = KafkaBroker.builder()
                    .version(KafkaVersion.V3_9)
                    .agent(AgentJar.path(), AgentJar.options(secondPort))
                    .start();
            broker.createTopic(TOPIC, 2, Map.of());
            second.createTopic(TOPIC, 2, Map.of());
            producer = JavaProcess.builder("producer")
                    .classPath(AgentJar.testClasses() + File.pathSeparator + KafkaVersion.V4_3.classPath())
                    .mainClass(SteadyProducer.class.getName())
                    .args(broker.bootstrapServers(), TOPIC, closeSecondClient.toString())
                    .jvmArgs("-Xmx128m", "-Dlog4j2.level=WARN")
                    .log(folder.resolve("producer.log"))
                    .start();
            idle = JavaProcess.builder("idle")
                    .classPath(AgentJar.testClasses())
                    .mainClass("io.freshet.agent.client.Curious")
                    .log(folder.resolve("idle.log"))
                    .start();
            producer.awaitLog("sending", SOON);
            idle.awaitLog("waiting", SOON);
        }

        @Override
        public void close() {
            idle.close();
            producer.close();
            second.close();
            broker.close();
        }
    }
}
