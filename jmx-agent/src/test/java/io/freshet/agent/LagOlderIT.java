package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.KafkaVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command {@code lag} against brokers of Kafka 3.9, with the client that it brings, and with that of 3.9; and the brokers
 * themselves.
 */
class LagOlderIT {
    private final Path folder;

    LagOlderIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void lag_kafka39_isThatOfKafkaItself() throws Exception {
        try (LagCluster cluster = LagCluster.start(
                        KafkaVersion.V3_9, 3, "lag.enabled=true,lag.interval=2s,profile=all", Map.of());
                LagGroups groups = new LagGroups(cluster.bootstrapServers(), "orders")) {
            Admin admin = cluster.broker(1).admin();
            cluster.broker(1).createTopic("orders", 6, Map.of());
            groups.produce(2_000);
            Consumer<String, String> classic = groups.member("classics", "classic", 300);
            groups.empty("leavers", 700);
            groups.simple("singles", 2, 50);

            assertToldByAll(cluster, admin);
            groups.assertUnderLoad(
                    classic,
                    List.of(() -> ShownLag.whole(cluster.agentPorts()).lags(), () -> LagAnswer.parse(lag(cluster))
                            .lags()));
            assertToldByAll(cluster, admin);
            assertThat(ShownLag.of(cluster).twice()).isEmpty();
            for (int id = 1; id <= cluster.count(); id++) {
                assertThat(Scrape.page(cluster.agentPort(id))).doesNotContain("freshet-lag");
            }
        }
    }

    private void assertToldByAll(LagCluster cluster, Admin admin) throws Exception {
        Map<String, Map<String, Long>> told = LagAnswer.told(admin, List.of("classics", "leavers", "singles"));
        assertThat(LagAnswer.parse(lag(cluster)).lags()).isEqualTo(told);
        String libraries = KafkaVersion.V3_9.libs().toString();
        assertThat(LagAnswer.parse(lag(cluster, "--kafka-libs", libraries)).lags())
                .isEqualTo(told);
        Await.untilTrue("the lag of " + told, Duration.ofSeconds(90), () -> ShownLag.of(cluster)
                .lags()
                .equals(told));
    }

    private String lag(LagCluster cluster, String... more) {
        String[] options = new String[4 + more.length];
        options[0] = "lag";
        options[1] = "--bootstrap-server=" + cluster.bootstrapServers();
        options[2] = "--once";
        options[3] = "--json";
        System.arraycopy(more, 0, options, 4, more.length);
        return new AgentCommand(folder).run(0, options);
    }
}
