package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.agent.client.LoneProducer;
import io.freshet.agent.client.OwnMetrics;
import io.freshet.agent.client.SeparateLoaders;
import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that load Kafka in ways of their own. */
class HostVarietyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path JAVA_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");
    private static final String NEW = "kafka-4.3.1";
    private static final String OLD = "kafka-3.9.1";

    private final Path folder;
    private final int port = Ports.free();

    HostVarietyIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void twoVersionsOfKafka_inOneJvm_areBothThereAndNothingTwice() {
        try (JavaProcess host = JavaProcess.builder("two versions")
                .classPath(AgentJar.testClasses())
                .mainClass(SeparateLoaders.class.getName())
                .args(LoneProducer.class.getName(), BootJar.classPath(BootJar.of(KafkaVersion.V4_3, "")))
                .args(LoneProducer.class.getName(), BootJar.classPath(BootJar.of(KafkaVersion.V3_9, "")))
                .jvmArgs("-Dlog4j2.level=OFF")
                .agent(AgentJar.path(), AgentJar.options(port))
                .log(folder.resolve("host.log"))
                .start()) {
            Scrape scrape = scrape(host);

            assertThat(clients(scrape)).contains(NEW, OLD, LoneProducer.SAME);
            assertThat(sent(scrape, LoneProducer.SAME)).hasSize(1);
            assertThat(dropped(scrape)).isPositive();
            noErrors(scrape);
        }
    }

    @Test
    void ownRegistry_onDemand_isOnThePage() {
        String libraries = Stream.of(
                        "simpleclient-", "simpleclient_hotspot-", "simpleclient_common-", "simpleclient_tracer")
                .flatMap(BootJar::allOnTheClassPath)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        try (JavaProcess host = JavaProcess.builder("own metrics")
                .classPath(AgentJar.testClasses())
                .mainClass(SeparateLoaders.class.getName())
                .args(OwnMetrics.class.getName(), withTests(libraries))
                .agent(AgentJar.path(), AgentJar.options(port) + ",host.registry=true")
                .log(folder.resolve("host.log"))
                .start()) {
            Scrape scrape = scrape(host);

            assertThat(scrape.value("orders_total", Map.of("shop", "a\"b"))).isEqualTo(3);
            assertThat(scrape.value("temperature", Map.of())).isEqualTo(-2.5);
            assertThat(scrape.value("weight_bucket", Map.of("le", "10.0"))).isEqualTo(1);
            assertThat(scrape.family("weight").type()).isEqualTo("histogram");
            assertThat(scrape.family("freshet_agent_info").samples()).hasSize(1);
            // All that the application has of the JVM, and one name.
            assertThat(dropped(Scrape.text(port))).isGreaterThan(10);
            assertThat(Scrape.openMetrics(port).families()).containsKeys("orders", "weight");
            noErrors(scrape);
        }
    }

    @Test
    void springBoot_nestedJars_areSeen() throws IOException {
        List<Path> libraries = BootJar.of(KafkaVersion.V4_3, "kafka-clients-", "slf4j-api-");
        Path jar = BootJar.write(folder.resolve("application.jar"), LoneProducer.class, libraries);
        try (JavaProcess host = JavaProcess.builder("spring boot")
                .classPath(jar.toString())
                .mainClass("org.springframework.boot.loader.launch.JarLauncher")
                .agent(AgentJar.path(), AgentJar.options(port))
                .log(folder.resolve("host.log"))
                .start()) {
            Scrape scrape = scrape(host);

            assertThat(clients(scrape)).contains(NEW, LoneProducer.SAME);
            noErrors(scrape);
        }
    }

    @Test
    void jmxExporter_besideTheAgent_bothAnswer() throws IOException {
        int other = Ports.free();
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "rules:\n- pattern: \".*\"\n");
        try (JavaProcess host = JavaProcess.builder("two agents")
                .classPath(withTests(KafkaVersion.V4_3.classPath()))
                .mainClass(LoneProducer.class.getName())
                .jvmArgs("-Dlog4j2.level=OFF")
                .agent(BootJar.onTheClassPath("jmx_prometheus_javaagent-"), other + ":" + rules)
                .agent(AgentJar.path(), AgentJar.options(port))
                .log(folder.resolve("host.log"))
                .start()) {
            Scrape scrape = scrape(host);

            assertThat(clients(scrape)).contains(NEW);
            noErrors(scrape);
            assertThat(Scrape.page(other)).contains("kafka_producer_producer_metrics");
        }
    }

    @Test
    void broker_java25_isSeen() {
        assumeTrue(Files.isDirectory(JAVA_25), "Java 25 is not installed");
        try (KafkaBroker broker = KafkaBroker.builder()
                .java(JAVA_25)
                .agent(AgentJar.path(), AgentJar.options(port))
                .start()) {
            broker.createTopic("readings", 1, Map.of());

            Scrape scrape = Scrape.text(port);

            assertThat(scrape.value("kafka_controller_kafkacontroller_activecontrollercount", Map.of()))
                    .isEqualTo(1);
            assertThat(scrape.samples("jvm_info", Map.of()))
                    .anyMatch(sample -> sample.labels().toString().contains("25"));
            noErrors(scrape);
        }
    }

    private Scrape scrape(JavaProcess host) {
        host.awaitLog("waiting", SOON);
        host.awaitLog("metrics on", SOON);
        return Scrape.text(port);
    }

    private static Set<String> clients(Scrape scrape) {
        return scrape.all()
                .filter(sample -> sample.name().equals("kafka_producer_producer_metrics_record_send_total"))
                .map(sample -> sample.labels().getOrDefault("client_id", ""))
                .collect(Collectors.toSet());
    }

    private static List<Sample> sent(Scrape scrape, String client) {
        return scrape.samples("kafka_producer_producer_metrics_record_send_total", Map.of("client_id", client));
    }

    private static double dropped(Scrape scrape) {
        return scrape.value("freshet_agent_series_dropped_total", Map.of("reason", "duplicate"));
    }

    private static void noErrors(Scrape scrape) {
        assertThat(scrape.samples("freshet_agent_errors_total", Map.of())).allMatch(sample -> sample.value() == 0);
    }

    private static String withTests(String classPath) {
        return AgentJar.testClasses() + File.pathSeparator + classPath;
    }
}
