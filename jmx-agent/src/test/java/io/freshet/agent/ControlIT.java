package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker whose file of settings changes while it runs. */
class ControlIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SIZE = "kafka_log_log_size";

    private final int port = Ports.free();
    private final Path file;

    ControlIT(@TempDir Path folder) {
        this.file = folder.resolve("agent.yaml");
    }

    @Test
    void broker_changingFile_exposesWhatItSays() throws IOException {
        settle("profile: all\nlabels: {cluster: eu}\ntopic.deny: [__*]\n");
        try (KafkaBroker broker =
                KafkaBroker.builder().agent(AgentJar.path(), "config=" + file).start()) {
            broker.createTopic("orders", 2, Map.of("retention.ms", "-1"));
            broker.createTopic("payments", 1, Map.of("retention.ms", "-1"));
            Await.untilTrue("both topics", SOON, () -> topics().containsAll(Set.of("orders", "payments")));
            assertThat(topics()).noneMatch(topic -> topic.startsWith("__"));
            assertThat(scrape().all())
                    .allMatch(sample -> "eu".equals(sample.labels().get("cluster")));
            int all = scrape().families().size();

            settle("profile: all\ntopic.allow: [orders]\npartitions: leaders\n");
            awaitLine(broker, "settings taken up anew", 1);
            assertThat(topics()).containsExactly("orders");
            assertThat(scrape().all()).noneMatch(sample -> sample.labels().containsKey("cluster"));

            settle("profile: all\ntopic.alow: [payments]\n");
            awaitLine(
                    broker,
                    "settings stay as they were: unknown key topic.alow: did you mean topic.allow? (" + file
                            + ", line 2)",
                    1);
            assertThat(topics()).containsExactly("orders");
            assertThat(scrape().value("freshet_agent_config_reload_failures_total", Map.of()))
                    .isEqualTo(1);
            assertThat(scrape().value("freshet_agent_config_last_reload_successful", Map.of()))
                    .isZero();

            settle("profile: essential\n", "127.0.0.2");
            awaitLine(broker, "settings taken up anew", 2);
            assertThat(agentLines(broker))
                    .endsWith("freshet-agent: host: a change takes effect when the process is started anew (" + file
                            + ", line 2)");
            assertThat(scrape().families().size()).isLessThan(all / 3);
            assertThat(dropped("profile")).isPositive();

            settle("profile: all\nseries.max: 1000\n");
            awaitLine(broker, "settings taken up anew", 3);
            assertThat(scrape().families()).doesNotContainKey(SIZE);
            assertThat(dropped("budget")).isPositive();
            assertThat(scrape().samples("kafka_server_replicamanager_partitioncount", Map.of()))
                    .hasSize(1);
        }
    }

    private void settle(String content) throws IOException {
        settle(content, "127.0.0.1");
    }

    private void settle(String content, String host) throws IOException {
        Files.writeString(file, content + "host: " + host + "\nport: " + port + "\nconfig.check: 1s\n");
    }

    private Set<String> topics() {
        return scrape().samples(SIZE, Map.of()).stream()
                .map(sample -> sample.labels().getOrDefault("topic", ""))
                .collect(Collectors.toSet());
    }

    private double dropped(String reason) {
        return scrape().value("freshet_agent_series_dropped_total", Map.of("reason", reason));
    }

    private Scrape scrape() {
        return Scrape.text(port);
    }

    private static void awaitLine(KafkaBroker broker, String line, int times) {
        Await.untilTrue(
                line,
                SOON,
                () -> agentLines(broker).stream()
                                .filter(said -> said.equals("freshet-agent: " + line))
                                .count()
                        >= times);
    }

    private static List<String> agentLines(KafkaBroker broker) {
        return broker.process()
                .logText()
                .lines()
                .filter(line -> line.contains("freshet-agent: "))
                .toList();
    }
}
