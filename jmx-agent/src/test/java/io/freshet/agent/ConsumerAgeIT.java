package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.client.AgedReaders;
import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real consumers in a JVM that has only the agent: how old what they read is, and what they have not committed. */
class ConsumerAgeIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String AGE = "freshet_consumer_last_record_age_seconds";
    private static final String UNPROCESSED = "freshet_consumer_unprocessed_records";

    /** How old the last records of the two partitions are. */
    private static final List<Integer> AGES = List.of(3_600, 100);

    private static @Nullable KafkaBroker started;

    private final Path folder;
    private final int port = Ports.free();
    private final long written = System.currentTimeMillis();
    private String topic = "";

    ConsumerAgeIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void start() {
        started = KafkaBroker.builder().start();
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void consumers_ofEachKind_tellTheAgeOfWhatTheyReadAndWhatIsNotCommitted(KafkaVersion version) throws Exception {
        write("of-" + version.version());
        try (JavaProcess host =
                readers(version).agent(AgentJar.path(), AgentJar.options(port)).start()) {
            host.awaitLog("all read", SOON);
            host.awaitLog("committed null", SOON);

            for (String consumer : List.of(AgedReaders.CLASSIC, AgedReaders.NEXT, AgedReaders.IN_TRANSACTION)) {
                hasAge(AGES.get(0), consumer, consumer, 0);
                hasAge(AGES.get(1), consumer, consumer, 1);
                Scrape scrape = Scrape.text(port);
                assertThat(unprocessed(scrape, consumer)).as(consumer).containsExactly(6.0, 10.0);
                assertThat(scrape.value(
                                "kafka_consumer_consumer_metrics_last_poll_seconds_ago", Map.of("client_id", consumer)))
                        .isBetween(0.0, 60.0);
            }
            Await.untilTrue("what commits by itself", SOON, () -> unprocessed(Scrape.text(port), AgedReaders.BY_ITSELF)
                    .equals(List.of(0.0, 0.0)));
            Scrape scrape = Scrape.text(port);
            assertThat(scrape.samples(AGE, Map.of("client_id", AgedReaders.WITHOUT_GROUP)))
                    .hasSize(2)
                    .noneMatch(sample -> sample.labels().containsKey("consumergroup"));
            assertThat(unprocessed(scrape, AgedReaders.WITHOUT_GROUP)).isEmpty();
            assertThat(scrape.family(AGE).type()).isEqualTo("gauge");
            assertThat(scrape.samples("freshet_agent_hook_applied", Map.of()))
                    .filteredOn(sample -> sample.value() == 1)
                    .extracting(sample -> sample.labels().get("hook"))
                    .filteredOn(hook -> hook.startsWith("con") || hook.startsWith("com"))
                    .containsExactlyInAnyOrder(
                            "consumer_classic", "consumer_async", "commits", "commits_async", "commits_transactional");

            goneBack_readsOlderRecordsAndOwesNothing(host);
            closedAndUnsubscribed_areGone(host);
            rebalanced_tellOnlyWhatTheyHave(host);
            assertThat(Scrape.text(port).samples("freshet_agent_errors_total", Map.of()))
                    .allMatch(sample -> sample.value() == 0);
        }
    }

    private void goneBack_readsOlderRecordsAndOwesNothing(JavaProcess host) throws IOException {
        take(AgedReaders.GO_BACK, host);

        hasAge(AGES.get(0) + 9, AgedReaders.CLASSIC, AgedReaders.CLASSIC, 0);
        assertThat(unprocessed(Scrape.text(port), AgedReaders.CLASSIC)).containsExactly(0.0, 10.0);
    }

    private void closedAndUnsubscribed_areGone(JavaProcess host) throws IOException {
        take(AgedReaders.CLOSE_NEXT, host);
        take(AgedReaders.UNSUBSCRIBE, host);

        Scrape scrape = Scrape.text(port);
        for (String name : List.of(AGE, UNPROCESSED)) {
            assertThat(scrape.samples(name, Map.of()))
                    .noneMatch(sample -> Set.of(AgedReaders.NEXT, AgedReaders.BY_ITSELF)
                            .contains(sample.labels().get("client_id")))
                    .filteredOn(
                            sample -> AgedReaders.CLASSIC.equals(sample.labels().get("client_id")))
                    .hasSize(2);
        }
    }

    private void rebalanced_tellOnlyWhatTheyHave(JavaProcess host) throws IOException {
        take(AgedReaders.JOIN, host);

        Await.untilTrue(
                "one partition each",
                SOON,
                () -> unprocessed(Scrape.text(port), AgedReaders.CLASSIC).equals(List.of(6.0))
                        && unprocessed(Scrape.text(port), AgedReaders.SECOND).equals(List.of(10.0)));
        hasAge(AGES.get(1), AgedReaders.SECOND, AgedReaders.CLASSIC, 1);
        assertThat(Scrape.text(port).samples(AGE, Map.of("consumergroup", topic + "-" + AgedReaders.CLASSIC)))
                .hasSize(2);
    }

    @Test
    void attach_toReaders_tellsWhatTheyReadFromThenOn() throws Exception {
        write("late");
        try (JavaProcess host = readers(KafkaVersion.V4_3).start()) {
            host.awaitLog("all read", SOON);

            new AgentCommand(folder).attach(host.pid(), port);

            assertThat(Scrape.text(port).families()).doesNotContainKey(AGE);
            take(AgedReaders.READ_AGAIN, host);
            Await.untilTrue(
                    "the consumer that has read again",
                    SOON,
                    () -> Scrape.text(port).samples(AGE, Map.of()).size() == 2);
            assertThat(Scrape.text(port).samples(AGE, Map.of("client_id", AgedReaders.WITHOUT_GROUP)))
                    .hasSize(2);
            new AgentCommand(folder).detach(host.pid());
            take(AgedReaders.GO_BACK, host);
        }
    }

    private void write(String name) throws Exception {
        topic = name;
        KafkaBroker broker = Objects.requireNonNull(started);
        broker.createTopic(topic, 2, Map.of("retention.ms", "-1"));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "enable.idempotence", false),
                new StringSerializer(),
                new StringSerializer())) {
            for (int partition = 0; partition < AGES.size(); partition++) {
                for (int i = 9; i >= 0; i--) {
                    long time = written - 1_000L * (AGES.get(partition) + i);
                    producer.send(new ProducerRecord<>(topic, partition, time, "k", "v"))
                            .get();
                }
            }
        }
    }

    private JavaProcess.Builder readers(KafkaVersion version) {
        return JavaProcess.builder("readers")
                .classPath(AgentJar.testClasses() + File.pathSeparator + version.classPath())
                .mainClass(AgedReaders.class.getName())
                .args(Objects.requireNonNull(started).bootstrapServers(), topic, "20", folder.toString())
                .jvmArgs("-Dlog4j2.level=OFF")
                .log(folder.resolve("host.log"));
    }

    private void take(String step, JavaProcess host) throws IOException {
        Files.createFile(folder.resolve(step));
        host.awaitLog("done: " + step, SOON);
    }

    /** By the clock of this machine, before and after the scrape. */
    private void hasAge(int writtenWith, String client, String group, int partition) {
        double least = (System.currentTimeMillis() - written) / 1_000.0 + writtenWith;
        double age = Scrape.text(port)
                .value(
                        AGE,
                        Map.of(
                                "client_id",
                                client,
                                "consumergroup",
                                topic + "-" + group,
                                "topic",
                                topic,
                                "partition",
                                String.valueOf(partition)));
        double most = (System.currentTimeMillis() - written) / 1_000.0 + writtenWith;

        assertThat(age).as(client + " " + partition).isBetween(least, most);
    }

    /** By partition. */
    private static List<Double> unprocessed(Scrape scrape, String client) {
        return scrape.samples(UNPROCESSED, Map.of("client_id", client)).stream()
                .sorted(Comparator.comparing(sample -> sample.labels().get("partition")))
                .map(Sample::value)
                .toList();
    }
}
