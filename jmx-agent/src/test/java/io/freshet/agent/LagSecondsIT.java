package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lag in seconds, as told every two seconds, beside the truth of producers and readers that are known. */
class LagSecondsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final double INTERVAL = 2;
    private static final double LENGTH = Integer.getInteger("freshet.lag.seconds", 30);
    private static final double STEP = 0.25;

    private final Path folder;

    LagSecondsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private static List<LagScenario> scenarios() {
        double half = LENGTH / 2;
        return List.of(
                new LagScenario("steady", now -> 2, now -> now - 6),
                new LagScenario("bursts", now -> now % 4 < STEP ? 30 : 0, now -> now - 6),
                new LagScenario("stopped", now -> 2, now -> Math.min(now, 8) - 1),
                new LagScenario("catching-up", now -> 2, now -> now < half ? 2 : Math.min(now, 2 + (now - half) * 3)),
                new LagScenario("idle-caught-up", now -> now < 8 ? 2 : 0, now -> now - 2),
                new LagScenario("idle-behind", now -> now < 8 ? 2 : 0, now -> Math.min(now - 2, 5)),
                new LagScenario("compacted", now -> 5, now -> now - 6),
                new LagScenario("transactions", now -> 3, now -> now - 6));
    }

    @Test
    void lagSeconds_producersAndReadersThatAreKnown_areTheTruth() throws Exception {
        int port = Ports.free();
        List<LagScenario> scenarios = scenarios();
        try (KafkaBroker broker = KafkaBroker.builder()
                        .config("log.cleaner.backoff.ms", "500")
                        .start();
                Producers producers = new Producers(broker.bootstrapServers())) {
            for (LagScenario scenario : scenarios) {
                broker.createTopic(scenario.name(), 1, config(scenario));
                producers.open(scenario);
            }
            try (JavaProcess lag = lag(broker, port)) {
                lag.awaitLog("lag on http://127.0.0.1:" + port, SOON);
                run(scenarios, producers, broker, port);
            }
        }
        for (LagScenario scenario : scenarios) {
            List<Double> errors = scenario.errors();
            System.out.printf("%s: %s%n", scenario.name(), errors);
            assertThat(errors).as(scenario.name()).hasSizeGreaterThan((int) (LENGTH / INTERVAL / 3));
            assertThat(errors.get(errors.size() / 2))
                    .as("median error of %s", scenario.name())
                    .isLessThan(INTERVAL);
            assertThat(errors.get(errors.size() - 1))
                    .as("largest error of %s", scenario.name())
                    .isLessThan(LENGTH);
        }
    }

    private JavaProcess lag(KafkaBroker broker, int port) {
        return JavaProcess.builder("lag")
                .classPath(AgentJar.path().toString())
                .mainClass("io.freshet.agent.attach.AgentMain")
                .args("lag", "--bootstrap-server", broker.bootstrapServers(), "--host", "127.0.0.1")
                .args("--port", String.valueOf(port), "--interval", (int) INTERVAL + "s")
                .log(folder.resolve("lag.log"))
                .start();
    }

    private static Map<String, String> config(LagScenario scenario) {
        return scenario.isCompacted()
                ? Map.of(
                        "cleanup.policy", "compact",
                        "min.cleanable.dirty.ratio", "0.01",
                        "max.compaction.lag.ms", "1000",
                        "segment.ms", "1000")
                : Map.of("retention.ms", "-1");
    }

    private static void run(List<LagScenario> scenarios, Producers producers, KafkaBroker broker, int port)
            throws Exception {
        double start = System.currentTimeMillis() / 1e3;
        double elapsed = 0;
        for (int step = 0; elapsed < LENGTH; step++) {
            for (LagScenario scenario : scenarios) {
                scenario.write(producers.of(scenario), elapsed, step);
                if (step % 2 == 0) {
                    scenario.commit(broker.admin(), start, elapsed);
                }
            }
            compare(scenarios, Scrape.text(port));
            double next = start + (step + 1) * STEP;
            LockSupport.parkNanos((long) ((next - System.currentTimeMillis() / 1e3) * TimeUnit.SECONDS.toNanos(1)));
            elapsed = System.currentTimeMillis() / 1e3 - start;
        }
    }

    private static void compare(List<LagScenario> scenarios, Scrape scrape) {
        for (LagScenario scenario : scenarios) {
            scrape.samples("kafka_consumergroup_lag_seconds", Map.of("consumergroup", scenario.name())).stream()
                    .findFirst()
                    .ifPresent(sample -> scenario.compare(
                            scrape.value("freshet_lag_look_timestamp_seconds", Map.of()),
                            OptionalDouble.of(sample.value())));
        }
    }

    /** A producer for each. */
    private static final class Producers implements AutoCloseable {
        private final String bootstrapServers;
        private final Map<String, Producer<String, String>> all = new HashMap<>();

        Producers(String bootstrapServers) {
            this.bootstrapServers = bootstrapServers;
        }

        void open(LagScenario scenario) {
            Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
            if (scenario.isTransactional()) {
                config.put("transactional.id", scenario.name());
            } else {
                config.put("enable.idempotence", "false");
            }
            Producer<String, String> producer =
                    new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
            all.put(scenario.name(), producer);
            if (scenario.isTransactional()) {
                producer.initTransactions();
            }
            Await.untilTrue("its topic", SOON, () -> !producer.partitionsFor(scenario.name())
                    .isEmpty());
        }

        Producer<String, String> of(LagScenario scenario) {
            return Objects.requireNonNull(all.get(scenario.name()));
        }

        @Override
        public void close() {
            all.values().forEach(Producer::close);
        }
    }
}
