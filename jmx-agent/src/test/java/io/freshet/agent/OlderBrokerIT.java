package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    private static final int THREADS = 2;

    @Test
    void scrape_kafka39_hasBothRegistries() throws Exception {
        int port = Ports.free();
        try (KafkaBroker broker = KafkaBroker.builder()
                .version(KafkaVersion.V3_9)
                .config("num.io.threads", String.valueOf(THREADS))
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
            handlersOfTwoPoolsInOneMeter_areIdleWhenNotBusy(broker, port);
        }
    }

    /** This version adds up the idle times of broker and controller. */
    private static void handlersOfTwoPoolsInOneMeter_areIdleWhenNotBusy(KafkaBroker broker, int port) throws Exception {
        broker.createTopic("compressed", 1, HandlerTime.COMPRESSED);
        HandlerTime.Moment start = HandlerTime.Moment.now(port);
        HandlerTime alone = Await.until("five seconds without clients", Duration.ofSeconds(30), () -> {
            HandlerTime time = start.until(HandlerTime.Moment.now(port));
            return time.seconds() > 5 ? time : null;
        });
        HandlerTime.Moment middle = HandlerTime.Moment.now(port);
        HandlerTime.load(broker.bootstrapServers(), "compressed", 5);
        HandlerTime loaded = middle.until(HandlerTime.Moment.now(port));

        assertThat(alone.idle(HandlerTime.ALL)).isGreaterThan(0.9);
        assertThat(loaded.busy()).isGreaterThan(0.2);
        assertThat(loaded.idle(HandlerTime.ALL)).isCloseTo(1 - loaded.busy() / (2 * THREADS), within(0.07));
        assertThat(Scrape.text(port)
                        .value("kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent", Map.of()))
                .isBetween(0.0, 1.0);
    }
}
