package io.freshet.connect.topic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("NullAway.Init") // the broker is there before every test
class TopicSourceConnectorIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void start_targetsMissing_createsThemAsLargeAsTheirSources() throws Exception {
        broker.createTopic("created-a", 3, Map.of());
        broker.createTopic("created-b", 1, Map.of());

        try (Running connector = start(
                new Contexts(),
                Map.of("topics", "created-a,created-b", "target.topic.config.retention.ms", "86400000"))) {
            assertThat(partitions("created-a-enriched")).isEqualTo(3);
            assertThat(partitions("created-b-enriched")).isEqualTo(1);
            assertThat(config("created-a-enriched", "retention.ms")).isEqualTo("86400000");
            assertThat(connector.tasks(2))
                    .extracting(TaskPartitions::all)
                    .extracting(Object::toString)
                    .containsExactly("[created-a-0, created-a-2]", "[created-a-1, created-b-0]");
        }
    }

    @Test
    void start_targetOfOthersTooSmall_isRefusedWithTheCommandThatMendsIt() throws Exception {
        broker.createTopic("small", 3, Map.of());
        broker.createTopic("small-enriched", 2, Map.of());

        assertThatThrownBy(() -> start(new Contexts(), Map.of("topics", "small")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "The topic small-enriched must have at least as many partitions as small, because a record keeps"
                                + " its partition. Found: 2 and 3. Add partitions: kafka-topics.sh --alter --topic small-enriched"
                                + " --partitions 3; or choose another topic.format");
        assertThat(partitions("small-enriched")).isEqualTo(2);
    }

    @Test
    void start_targetThatWasCopiedToBefore_growsWithItsSource() throws Exception {
        broker.createTopic("ours", 3, Map.of());
        broker.createTopic("ours-enriched", 2, Map.of());
        Contexts contexts = new Contexts();
        contexts.store("ours", 1, 7);

        try (Running connector = start(contexts, Map.of("topics", "ours"))) {
            Await.untilTrue("the target to grow", SOON, () -> partitions("ours-enriched") == 3);
            assertThat(connector.tasks(1)).hasSize(1);
        }
    }

    @Test
    void start_targetSetupIsCheck_createsNothing() throws Exception {
        broker.createTopic("checked", 2, Map.of());

        assertThatThrownBy(() -> start(new Contexts(), Map.of("topics", "checked", "target.topic.setup", "check")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "target.topic.setup: with check, every target topic must exist. Missing: checked-enriched. Create"
                                + " it: kafka-topics.sh --create --topic checked-enriched --partitions 2");
        try (Running connector = start(new Contexts(), Map.of("topics", "checked", "target.topic.setup", "none"))) {
            assertThat(connector.tasks(5)).hasSize(2);
        }
        assertThat(broker.admin().listTopics().names().get()).doesNotContain("checked-enriched");
    }

    @Test
    void start_withAnEnd_createsTheTopicForProgress() throws Exception {
        broker.createTopic("replayed", 2, Map.of());

        try (Running connector = start(new Contexts(), Map.of("topics", "replayed", "end", "latest"))) {
            assertThat(connector.tasks(2)).hasSize(2);
            assertThat(partitions("test-progress")).isEqualTo(1);
        }
        assertThatThrownBy(() -> start(
                        new Contexts(),
                        Map.of("topics", "replayed", "progress.topic", "never-created", "target.topic.setup", "check")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "target.topic.setup: with check, every target topic must exist. Missing: never-created. Create"
                                + " it: kafka-topics.sh --create --topic never-created --partitions 1");
    }

    @Test
    void start_withAnEndAndNoTopic_isRefused() {
        assertThatThrownBy(
                        () -> start(new Contexts(), Map.of("topics", "", "topics.regex", "absent.*", "end", "latest")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "topics.regex=absent.*: with an end, at least one topic must be there at the start. Found: none");
    }

    @Test
    void start_offsetsOfSomePartitionsOnly_isRefused() {
        broker.createTopic("some", 2, Map.of());

        assertThatThrownBy(() -> start(new Contexts(), Map.of("topics", "some", "start", "some:0:7")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("start: an offset is expected for every partition. Missing: [some-1]");
        assertThat(problems(Map.of("topics", "some", "end", "some:1:7"))).containsOnlyKeys("end");
    }

    @Test
    void alterOffsets_whatTasksCouldNotStartFrom_isRefused() throws Exception {
        broker.createTopic("altered", 1, Map.of());
        TopicSourceConnector connector = new TopicSourceConnector();
        Map<String, String> settings = settings(Map.of("topics", "altered"));
        Map<String, Object> source = Map.of("topic", "altered", "partition", 0);

        assertThat(connector.alterOffsets(settings, Map.of(source, Map.of("offset", 0))))
                .isTrue();
        Map<Map<String, ?>, Map<String, ?>> forget = new HashMap<>();
        forget.put(Map.of("anything", "stored by mistake"), null);
        assertThat(connector.alterOffsets(settings, forget)).isTrue();

        assertRefused(
                settings,
                source,
                Map.of("offset", 1),
                "The offset of altered-0 must be one of a record that is there, or of the next to be written: 0 to 0. Found: 1");
        assertRefused(settings, source, Map.of("offset", "0"), "The stored offset of altered-0 must be {\"offset\": ");
        assertRefused(
                settings,
                Map.of("topic", "other", "partition", 0),
                Map.of("offset", 0),
                "The topic must be one that the connector reads, topics=altered. Found: other");
        for (Map<String, Object> partition : List.<Map<String, Object>>of(
                Map.of("topic", "altered"),
                Map.of("topic", "altered", "partition", "0"),
                Map.of("topic", "altered", "partition", -1),
                Map.of("topic", "altered", "partition", 0, "more", 1))) {
            assertRefused(settings, partition, Map.of("offset", 0), "A partition must be {\"topic\": <name>, ");
        }
    }

    private static void assertRefused(
            Map<String, String> settings, Map<String, Object> partition, Map<String, Object> offset, String message) {
        assertThatThrownBy(() -> new TopicSourceConnector().alterOffsets(settings, Map.of(partition, offset)))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void start_listedTopicMissing_isRefused() {
        assertThatThrownBy(() -> start(new Contexts(), Map.of("topics", "nowhere,never")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "topics: every topic must exist in the cluster of source.bootstrap.servers. Missing: never, nowhere");
    }

    @Test
    void start_regexMatchesItsOwnOutput_isRefused() {
        broker.createTopic("loop", 1, Map.of());

        assertThatThrownBy(() -> start(new Contexts(), Map.of("topics.regex", "loop.*")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Found: loop -> loop-enriched, which topics.regex=loop.* selects too");
    }

    @Test
    void refresh_newTopicAndPartition_areSplitAnewWithTheirTargetsReady() throws Exception {
        broker.createTopic("growing-a", 1, Map.of());

        Contexts contexts = new Contexts();
        try (Running connector =
                start(contexts, Map.of("topics.regex", "growing-.", "topics.refresh.interval.ms", "100"))) {
            assertThat(connector.tasks(9)).hasSize(1);

            broker.admin()
                    .createPartitions(Map.of("growing-a", NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            Await.untilTrue("the new partition", SOON, () -> connector.tasks(9).size() == 2);
            broker.createTopic("growing-b", 1, Map.of());
            Await.untilTrue("the new topic", SOON, () -> connector.tasks(9).size() == 3);

            Await.untilTrue("requests to reconfigure", SOON, () -> contexts.reconfigurations.get() == 2);
            Await.untilTrue("the target to grow", SOON, () -> partitions("growing-a-enriched") == 2);
            assertThat(partitions("growing-b-enriched")).isEqualTo(1);
            assertThat(connector.tasks(1).get(0).known()).hasToString("[growing-a-0]");
            assertThat(connector.tasks(1).get(0).added()).hasToString("[growing-a-1, growing-b-0]");
            assertThat(contexts.errors).isEmpty();
        }
    }

    @Test
    void refresh_newTopicWouldLoop_failsTheConnectorAndReadsOn() {
        broker.createTopic("chain", 1, Map.of());

        Contexts contexts = new Contexts();
        try (Running connector = start(
                contexts,
                Map.of("topics.regex", "chain|chain-x|chain-x-enriched", "topics.refresh.interval.ms", "100"))) {
            broker.createTopic("chain-x", 1, Map.of());
            Await.untilTrue("the connector to fail", SOON, () -> !contexts.errors.isEmpty());

            assertThat(contexts.errors)
                    .singleElement()
                    .isInstanceOf(ConfigException.class)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("Found: chain-x -> chain-x-enriched");
            assertThat(connector.tasks(9)).extracting(TaskPartitions::all).hasToString("[[chain-0]]");
        }
    }

    @Test
    void validate_againstTheCluster_reportsAtTheSetting() {
        broker.createTopic("valid", 1, Map.of());

        assertThat(problems(Map.of("topics", "valid"))).isEmpty();
        assertThat(problems(Map.of("topics", "absent"))).containsOnlyKeys("topics");
        assertThat(problems(Map.of("topics.regex", "valid.*")))
                .hasEntrySatisfying(
                        "topic.format",
                        messages ->
                                assertThat(messages).singleElement().asString().contains("valid -> valid-enriched"));
        assertThat(problems(Map.of("topics", "valid", "source.consumer.group.id", "g")))
                .containsOnlyKeys("source.consumer.group.id");
        assertThat(problems(Map.of("topics", "valid", "start", "soon"))).containsOnlyKeys("start");
        assertThat(problems(Map.of(
                        "topics",
                        "valid",
                        "source.bootstrap.servers",
                        "127.0.0.1:" + Ports.free(),
                        "source.consumer.default.api.timeout.ms",
                        "60000")))
                .containsOnlyKeys("source.bootstrap.servers");
    }

    private static Map<String, List<String>> problems(Map<String, String> changes) {
        Map<String, List<String>> problems = new HashMap<>();
        for (ConfigValue value :
                new TopicSourceConnector().validate(settings(changes)).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }

    private static Running start(Contexts contexts, Map<String, String> changes) {
        TopicSourceConnector connector = new TopicSourceConnector();
        connector.initialize(contexts.connector());
        connector.start(settings(changes));
        return new Running(connector);
    }

    private static Map<String, String> settings(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "test",
                "source.bootstrap.servers", broker.bootstrapServers(),
                "key.converter", StringConverter.class.getName(),
                "value.converter", StringConverter.class.getName()));
        settings.putAll(changes);
        return settings;
    }

    /** A broker may hear of a new topic a moment later than the one that created it. */
    private static int partitions(String topic) {
        return Await.until(topic, SOON, () -> {
            try {
                return broker.admin()
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .values()
                        .iterator()
                        .next()
                        .partitions()
                        .size();
            } catch (ExecutionException e) {
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private static String config(String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> described =
                broker.admin().describeConfigs(List.of(resource)).all().get();
        return requireNonNull(described.get(resource)).get(key).value();
    }

    private record Running(TopicSourceConnector connector) implements AutoCloseable {
        List<TaskPartitions> tasks(int max) {
            return connector.taskConfigs(max).stream()
                    .map(TaskPartitions::fromSettings)
                    .toList();
        }

        @Override
        public void close() {
            connector.stop();
        }
    }
}
