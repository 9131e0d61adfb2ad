package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The agent in a broker of Kafka 3.9. */
class OlderBrokerIT {
    @Test
    void scrape_kafka39_hasBothRegistries() {
        int port = Ports.free();
        try (KafkaBroker broker = KafkaBroker.builder()
                .version(KafkaVersion.V3_9)
                .agent(AgentJar.path(), AgentJar.options(port))
                .start()) {
            broker.createTopic("readings", 3, Map.of());

            Scrape scrape = Scrape.text(port);

            assertThat(scrape.value("kafka_server_replicamanager_underreplicatedpartitions", Map.of()))
                    .isZero();
            assertThat(scrape.value("kafka_controller_kafkacontroller_activecontrollercount", Map.of()))
                    .isEqualTo(1);
            assertThat(scrape.value("kafka_server_raft_metrics_current_leader", Map.of()))
                    .isEqualTo(1);
            for (String hook : List.of("kafka_metrics", "yammer_registry", "kafka_yammer_metrics", "reload4j")) {
                assertThat(scrape.value("freshet_agent_hook_applied", Map.of("hook", hook)))
                        .as(hook)
                        .isEqualTo(1);
            }
            assertThat(scrape.samples("freshet_agent_errors_total", Map.of())).allMatch(sample -> sample.value() == 0);
            idleOfTwoPoolsInOneMeter_isAShareOfTime(port);
        }
    }

    /** This version adds up the idle times of broker and controller. */
    private static void idleOfTwoPoolsInOneMeter_isAShareOfTime(int port) {
        String name = "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_seconds_total";
        double before = Scrape.text(port).value(name, Map.of());
        long start = System.nanoTime();
        double idle = Await.until("five seconds of idle time", Duration.ofSeconds(60), () -> {
            double grown = Scrape.text(port).value(name, Map.of()) - before;
            return grown > 5 ? grown : null;
        });
        double elapsed = (System.nanoTime() - start) / 1e9;

        assertThat(idle / elapsed).isBetween(0.3, 1.1);
    }
}
