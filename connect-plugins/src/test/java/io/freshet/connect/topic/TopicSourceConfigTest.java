package io.freshet.connect.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.connect.topic.bound.Bound;
import io.freshet.connect.topic.convert.HeaderReader;
import io.freshet.connect.topic.prepare.TargetSetup;
import io.freshet.connect.topic.read.OutOfRange;
import io.freshet.connect.topic.route.Route;
import io.freshet.connect.topic.route.TopicFormat;
import io.freshet.connect.topic.route.TopicSelection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

class TopicSourceConfigTest {
    private static final Map<String, String> SMALLEST = Map.of(
            "topics", "flights",
            "source.bootstrap.servers", "kafka:9092",
            "key.converter", StringConverter.class.getName(),
            "value.converter", JsonConverter.class.getName(),
            "value.converter.schemas.enable", "false");

    /** A new setting has to be added here and to the test below. */
    @Test
    void settings_ofTheConnector_areThese() {
        assertThat(TopicSourceConfig.DEFINITION.names())
                .containsExactlyInAnyOrder(
                        "topics",
                        "topics.regex",
                        "topics.refresh.interval.ms",
                        "source.bootstrap.servers",
                        "source.key.converter",
                        "source.value.converter",
                        "source.header.converter",
                        "start",
                        "end",
                        "progress.topic",
                        "progress.interval.ms",
                        "explode",
                        "on.offset.out.of.range",
                        "poll.timeout.ms",
                        "topic.format",
                        "target.topic.setup",
                        "target.replication.factor",
                        "target.bootstrap.servers");
        assertThat(TopicSourceConfig.PREFIXES.keySet())
                .containsExactlyInAnyOrder(
                        "source.consumer.",
                        "source.key.converter.",
                        "source.value.converter.",
                        "source.header.converter.",
                        "target.topic.config.",
                        "target.admin.");
    }

    @Test
    void settings_fewestPossible_haveTheseDefaults() {
        TopicSourceConfig config = new TopicSourceConfig(SMALLEST);

        assertThat(config.route())
                .isEqualTo(
                        new Route(new TopicSelection.Listed(Set.of("flights")), new TopicFormat("${topic}-enriched")));
        assertThat(config.start()).isEqualTo(new Bound.Earliest());
        assertThat(config.end()).isEmpty();
        assertThat(config.progressTopic()).isEmpty();
        assertThat(config.progressInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.explode()).isNull();
        assertThat(config.readsCommitted()).isTrue();
        assertThat(config.onOffsetOutOfRange()).isEqualTo(OutOfRange.FAIL);
        assertThat(config.pollTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.refreshInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.targetSetup()).isEqualTo(TargetSetup.CREATE);
        assertThat(config.replicationFactor()).isEqualTo((short) -1);
        assertThat(config.targetTopicConfig()).isEmpty();
        assertThat(config.keyConverter()).isInstanceOf(StringConverter.class);
        assertThat(config.valueConverter()).isInstanceOf(JsonConverter.class);
        assertThat(config.headerReader()).isEqualTo(new HeaderReader.AsText());
        assertThat(config.consumer(3))
                .containsOnly(
                        Map.entry("bootstrap.servers", List.of("kafka:9092")),
                        Map.entry("client.id", "freshet-source-topic-source-3"),
                        Map.entry("isolation.level", "read_committed"),
                        Map.entry("enable.auto.commit", "false"),
                        Map.entry("auto.offset.reset", "none"),
                        Map.entry("allow.auto.create.topics", "false"),
                        Map.entry("max.poll.records", "5000"),
                        Map.entry("max.partition.fetch.bytes", "4194304"));
        assertThat(config.sourceAdmin())
                .containsOnly(
                        Map.entry("bootstrap.servers", List.of("kafka:9092")),
                        Map.entry("client.id", "freshet-source-admin-topic-source"));
        assertThat(config.targetAdmin())
                .containsOnly(
                        Map.entry("bootstrap.servers", List.of("kafka:9092")),
                        Map.entry("client.id", "freshet-target-admin-topic-source"));
    }

    @Test
    void settings_everyOneSet_isTaken() {
        Map<String, String> settings = new HashMap<>(SMALLEST);
        settings.remove("topics");
        settings.putAll(Map.of(
                "name", "copy",
                "topics.regex", "flights.*",
                "topics.refresh.interval.ms", "1500",
                "topic.format", "v2.${topic}",
                "start", "latest",
                "on.offset.out.of.range", "earliest",
                "poll.timeout.ms", "50"));
        settings.putAll(Map.of(
                "source.key.converter", ByteArrayConverter.class.getName(),
                "source.value.converter", StringConverter.class.getName(),
                "source.value.converter.converter.encoding", "UTF-16",
                "source.header.converter", SimpleHeaderConverter.class.getName(),
                "source.header.converter.some", "setting",
                "source.consumer.max.poll.records", "7",
                "source.consumer.isolation.level", "read_uncommitted",
                "source.consumer.security.protocol", "SSL",
                "source.consumer.client.id", "mine"));
        settings.putAll(Map.of(
                "target.topic.setup", "check",
                "target.topic.config.retention.ms", "1000",
                "target.replication.factor", "3",
                "target.bootstrap.servers", "other:9092,other:9093",
                "target.admin.request.timeout.ms", "5000"));
        TopicSourceConfig config = new TopicSourceConfig(settings);

        assertThat(config.route().from().describe()).isEqualTo("topics.regex=flights.*");
        assertThat(config.route().to()).isEqualTo(new TopicFormat("v2.${topic}"));
        assertThat(config.refreshInterval()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.start()).isEqualTo(new Bound.Latest());
        assertThat(config.onOffsetOutOfRange()).isEqualTo(OutOfRange.EARLIEST);
        assertThat(config.pollTimeout()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.keyConverter()).isInstanceOf(ByteArrayConverter.class);
        assertThat(config.valueConverter()
                        .toConnectData("t", new byte[] {0, 65})
                        .value())
                .isEqualTo("A");
        assertThat(config.headerReader()).isInstanceOf(HeaderReader.ByConverter.class);
        assertThat(config.readsCommitted()).isFalse();
        assertThat(config.consumer(0))
                .containsEntry("max.poll.records", "7")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("client.id", "mine-0");
        assertThat(config.targetSetup()).isEqualTo(TargetSetup.CHECK);
        assertThat(config.targetTopicConfig()).isEqualTo(Map.of("retention.ms", "1000"));
        assertThat(config.replicationFactor()).isEqualTo((short) 3);
        assertThat(config.sourceAdmin())
                .as("the admin client of the source takes what it knows of the consumer's settings")
                .containsOnly(
                        Map.entry("bootstrap.servers", List.of("kafka:9092")),
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("client.id", "freshet-source-admin-copy"));
        assertThat(config.targetAdmin())
                .as("another cluster, so nothing of the source's settings")
                .containsOnly(
                        Map.entry("bootstrap.servers", List.of("other:9092", "other:9093")),
                        Map.entry("request.timeout.ms", "5000"),
                        Map.entry("client.id", "freshet-target-admin-copy"));
    }

    @Test
    void converters_unset_areThoseOfTheConnectorWithTheirSettings() {
        TopicSourceConfig config = new TopicSourceConfig(SMALLEST);

        assertThat(config.valueConverter()
                        .toConnectData("flights", "{\"a\":1}".getBytes(UTF_8))
                        .value())
                .as("schemas.enable=false is taken over")
                .isEqualTo(Map.of("a", 1L));
    }

    @Test
    void converters_onlySettingsGiven_areLaidOverThoseOfTheConnector() {
        TopicSourceConfig config = with(Map.of("source.value.converter.schemas.enable", "true"));

        assertThat(config.valueConverter()
                        .toConnectData("flights", "{\"schema\":{\"type\":\"int32\"},\"payload\":1}".getBytes(UTF_8))
                        .schema())
                .isEqualTo(Schema.INT32_SCHEMA);
    }

    @Test
    void headers_connectorWritesBytes_areReadAsBytes() {
        assertThat(with(Map.of("header.converter", ByteArrayConverter.class.getName()))
                        .headerReader())
                .isEqualTo(new HeaderReader.AsBytes());
        assertThat(with(Map.of("header.converter", SimpleHeaderConverter.class.getName()))
                        .headerReader())
                .isEqualTo(new HeaderReader.AsText());
    }

    @Test
    void settings_thatDoNotFit_areRefusedWithKeyRuleAndValue() {
        assertRefused(
                Map.of("topics.regex", "x.*"),
                "topics: expecting either topics or topics.regex. Found: topics=flights and topics.regex=x.*");
        assertRefused(Map.of("topics", ""), "topics: expecting either topics or topics.regex. Found: neither");
        assertRefused(Map.of("topics", "a b"), "Expecting names of topics, each once. Found: a b");
        assertRefused(Map.of("topics", "a,b,a"), "topics");
        assertRefused(
                Map.of("topics", "", "topics.regex", "a(b"),
                "topics.regex: Expecting a Java regular expression: Unclosed group");
        assertRefused(Map.of("source.bootstrap.servers", ""), "source.bootstrap.servers");
        assertRefused(Map.of("topic.format", ""), "topic.format");
        assertRefused(
                Map.of("topic.format", "${table}-x"),
                "topic.format: expecting letters, digits, '.', '_', '-' and ${topic}. Found: ${table}-x");
        assertRefused(
                Map.of("topics", "a,b", "topic.format", "all"),
                "topic.format: must contain ${topic} unless topics names a single topic, so that no two topics share a partition."
                        + " Found: all");
        assertRefused(
                Map.of("topic.format", "${topic}"),
                "topic.format: a target topic must not be read again. Found: flights -> flights");
        assertRefused(
                Map.of("topics", "a,a-enriched"), "Found: a -> a-enriched, which topics=a,a-enriched selects too");
        assertRefused(Map.of("start", "soon"), "start: Expecting a time with its zone");
        assertRefused(Map.of("start", "never"), "start: Expecting a time with its zone");
        assertRefused(Map.of("end", "earliest"), "end: Expecting never, latest, a time with its zone, or topic");
        assertRefused(
                Map.of("start", "2026-11-02T00:00:00Z", "end", "2026-11-01T00:00:00Z"),
                "end: must be later than start, 2026-11-02T00:00:00Z. Found: 2026-11-01T00:00:00Z");
        assertRefused(
                Map.of("start", "flights:0:7", "end", "flights:0:6"),
                "end: must not be before start. Found: flights-0 from 7 to 6");
        assertRefused(
                Map.of("end", "trains:0:6"), "end: must name topics that are read: topics=flights. Found: trains");
        assertRefused(
                Map.of("progress.topic", "flights-enriched"),
                "progress.topic: must be neither read nor written to by the connector. Found: flights-enriched");
        assertRefused(
                Map.of("name", "a b", "end", "latest"),
                "progress.topic: must be set where <name>-progress cannot be the name of a topic. Found: a b-progress");
        assertRefused(Map.of("progress.topic", "a b"), "progress.topic: Expecting the name of a topic");
        assertRefused(Map.of("progress.interval.ms", "1"), "progress.interval.ms");
        assertRefused(Map.of("explode", "a..b"), "explode: Expecting a field name at position 2");
        assertRefused(Map.of("explode", "."), "explode: Expecting the path to a field of the value");
        assertRefused(Map.of("end.at", "latest"), "end.at: is no setting of this connector");
        assertRefused(Map.of("on.offset.out.of.range", "jump"), "on.offset.out.of.range");
        assertRefused(Map.of("poll.timeout.ms", "60000"), "poll.timeout.ms: Value must be no more than 3000");
        assertRefused(Map.of("topics.refresh.interval.ms", "1"), "topics.refresh.interval.ms");
        assertRefused(Map.of("target.topic.setup", "delete"), "target.topic.setup");
        assertRefused(Map.of("target.replication.factor", "0"), "target.replication.factor: Expecting -1");
        assertRefused(
                Map.of("source.value.converter", "java.lang.String"),
                "Invalid value java.lang.String for configuration source.value.converter: Expecting a class that implements"
                        + " org.apache.kafka.connect.storage.Converter");
        assertRefused(Map.of("source.key.converter", "no.such.Converter"), "source.key.converter");
        assertRefused(Map.of("source.header.converter", "java.lang.String"), "HeaderConverter");
    }

    @Test
    void converters_neitherOursNorTheConnectors_areAskedFor() {
        Map<String, String> settings = new HashMap<>(SMALLEST);
        settings.remove("value.converter");
        assertThatThrownBy(() -> new TopicSourceConfig(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "source.value.converter: must be set, or else the connector's own value.converter for both"
                                + " reading and writing: the converters of the worker are hidden from a connector. Found: neither");
    }

    @Test
    void consumerSettings_thatAreUpToTheConnector_areRefusedWithTheRemedy() {
        assertRefused(
                Map.of("source.consumer.group.id", "g"),
                "source.consumer.group.id: must not be set: partitions are split over tasks, without a group");
        assertRefused(
                Map.of("source.consumer.group.instance.id", "g"), "source.consumer.group.instance.id: must not be set");
        assertRefused(
                Map.of("source.consumer.enable.auto.commit", "true"),
                "source.consumer.enable.auto.commit: must not be set: offsets are stored by Connect");
        assertRefused(
                Map.of("source.consumer.auto.offset.reset", "latest"),
                "source.consumer.auto.offset.reset: must not be set: use start and on.offset.out.of.range");
        assertRefused(
                Map.of("source.consumer.key.deserializer", "x"),
                "source.consumer.key.deserializer: must not be set: use source.key.converter");
        assertRefused(
                Map.of("source.consumer.value.deserializer", "x"),
                "source.consumer.value.deserializer: must not be set: use source.value.converter");
        assertRefused(
                Map.of("source.consumer.bootstrap.servers", "x"),
                "source.consumer.bootstrap.servers: must not be set: use source.bootstrap.servers");
        assertRefused(
                Map.of("target.admin.bootstrap.servers", "x"),
                "target.admin.bootstrap.servers: must not be set: use target.bootstrap.servers");
        assertRefused(
                Map.of("source.consumer.isolation.level", "dirty"),
                "source.consumer.isolation.level: expecting one of [read_committed, read_uncommitted]. Found: dirty");
    }

    @Test
    void names_thatAreNoSetting_areRefusedWithoutTheirValue() {
        assertThatThrownBy(() -> with(Map.of("source.consumr.sasl.jaas.config", "secret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "source.consumr.sasl.jaas.config: is no setting of this connector. Expecting one of [")
                .hasMessageNotContaining("secret");
        assertRefused(Map.of("topic.formats", "x"), "topic.formats: is no setting of this connector");
        assertRefused(Map.of("target.replication", "x"), "target.replication: is no setting of this connector");
        assertRefused(Map.of("source.consumer.", "x"), "source.consumer.: is no setting of this connector");
        assertThat(with(Map.of("topic.creation.default.partitions", "1"))
                        .route()
                        .to()
                        .isConstant())
                .as("a setting of Connect, not ours")
                .isFalse();
    }

    @Test
    void exactlyOnce_readingAbortedRecordsToo_isNotSupported() {
        TopicSourceConnector connector = new TopicSourceConnector();
        assertThat(connector.exactlyOnceSupport(SMALLEST)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        Map<String, String> uncommitted = new HashMap<>(SMALLEST);
        uncommitted.put("source.consumer.isolation.level", "read_uncommitted");
        assertThat(connector.exactlyOnceSupport(uncommitted)).isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
    }

    private static TopicSourceConfig with(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(SMALLEST);
        settings.putAll(changes);
        return new TopicSourceConfig(settings);
    }

    private static void assertRefused(Map<String, String> changes, String message) {
        assertThatThrownBy(() -> with(changes))
                .as("%s", changes)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
