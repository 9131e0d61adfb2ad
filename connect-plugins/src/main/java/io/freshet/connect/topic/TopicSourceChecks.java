package io.freshet.connect.topic;

import io.freshet.connect.topic.bound.Bound;
import io.freshet.connect.topic.route.TopicFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;

/** Whether settings that are valid one by one fit together. */
final class TopicSourceChecks {
    /** Of the names that begin like ours, those that are no setting are mistakes. */
    private static final List<String> OWN_NAMES = List.of(
            "source.",
            "target.",
            "topics.",
            "topic.format",
            "on.offset.",
            "poll.timeout",
            "progress.",
            "start.",
            "end.",
            "explode.");

    /** What would break the connector's promises if it were passed on, and what to use in its place. */
    private static final Map<String, String> UP_TO_THE_CONNECTOR = Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "use source.bootstrap.servers",
            ConsumerConfig.GROUP_ID_CONFIG, "partitions are split over tasks, without a group",
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "partitions are split over tasks, without a group",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "offsets are stored by Connect",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "use start and on.offset.out.of.range",
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "use source.key.converter",
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "use source.value.converter");

    private static final Set<String> ISOLATION_LEVELS = Set.of("read_committed", "read_uncommitted");

    private final TopicSourceConfig config;
    private final Map<String, String> problems = new TreeMap<>();

    private TopicSourceChecks(TopicSourceConfig config) {
        this.config = config;
    }

    /** What is wrong, by setting. The values of settings that are passed on are not in it: they may be secret. */
    static Map<String, String> problems(TopicSourceConfig config) {
        TopicSourceChecks checks = new TopicSourceChecks(config);
        checks.checkSelection();
        checks.checkFormat();
        checks.checkConverter(TopicSourceConfig.SOURCE_KEY_CONVERTER, TopicSourceConfig.CONNECTOR_KEY_CONVERTER);
        checks.checkConverter(TopicSourceConfig.SOURCE_VALUE_CONVERTER, TopicSourceConfig.CONNECTOR_VALUE_CONVERTER);
        checks.checkBounds();
        checks.checkProgress();
        checks.checkConsumer();
        checks.checkAdmin();
        checks.checkNames();
        return checks.problems;
    }

    private void checkSelection() {
        List<String> topics = config.getList(TopicSourceConfig.TOPICS);
        String regex = config.getString(TopicSourceConfig.TOPICS_REGEX);
        if (topics.isEmpty() == regex.isEmpty()) {
            report(
                    TopicSourceConfig.TOPICS,
                    "expecting either topics or topics.regex. Found: "
                            + (topics.isEmpty()
                                    ? "neither"
                                    : "topics=" + String.join(",", topics) + " and topics.regex=" + regex));
        }
    }

    private void checkFormat() {
        List<String> topics = config.getList(TopicSourceConfig.TOPICS);
        TopicFormat format = config.route().to();
        if (!format.isLegal()) {
            report(
                    TopicSourceConfig.TOPIC_FORMAT,
                    "expecting letters, digits, '.', '_', '-' and ${topic}. Found: " + format.format());
        } else if (format.isConstant() && topics.size() != 1) {
            report(
                    TopicSourceConfig.TOPIC_FORMAT,
                    "must contain ${topic} unless topics names a single topic, so that no two topics share a partition. Found: "
                            + format.format());
        } else {
            try {
                config.route().refuseOwnOutput(topics);
            } catch (ConfigException e) {
                problems.put(TopicSourceConfig.TOPIC_FORMAT, e.getMessage());
            }
        }
    }

    private void checkConverter(String key, String connectorKey) {
        if (!config.isSet(key) && !config.isSet(connectorKey)) {
            report(
                    key,
                    "must be set, or else the connector's own " + connectorKey
                            + " for both reading and writing: the converters of the worker are hidden from a connector."
                            + " Found: neither");
        }
    }

    private void checkBounds() {
        Bound start = config.start();
        checkOffsets(TopicSourceConfig.START, start);
        config.end().ifPresent(end -> {
            checkOffsets(TopicSourceConfig.END, end);
            checkOrder(start, end);
        });
    }

    private void checkOrder(Bound start, Bound end) {
        if (start instanceof Bound.Time from
                && end instanceof Bound.Time to
                && !from.time().isBefore(to.time())) {
            report(TopicSourceConfig.END, "must be later than start, " + from.time() + ". Found: " + to.time());
        }
        if (start instanceof Bound.Offsets from && end instanceof Bound.Offsets to) {
            from.offsets().forEach((partition, offset) -> {
                long last = to.offsets().getOrDefault(partition, offset);
                if (last < offset) {
                    report(
                            TopicSourceConfig.END,
                            "must not be before start. Found: " + partition + " from " + offset + " to " + last);
                }
            });
        }
    }

    private void checkOffsets(String key, Bound bound) {
        if (bound instanceof Bound.Offsets offsets) {
            for (TopicPartition partition : offsets.offsets().keySet()) {
                if (!config.route().from().includes(partition.topic())) {
                    report(
                            key,
                            "must name topics that are read: "
                                    + config.route().from().describe() + ". Found: " + partition.topic());
                }
            }
        }
    }

    private void checkProgress() {
        config.progressTopic().ifPresent(topic -> {
            List<String> targets = config.getList(TopicSourceConfig.TOPICS).stream()
                    .map(config.route()::target)
                    .toList();
            if (!TopicFormat.isLegal(topic)) {
                report(
                        TopicSourceConfig.PROGRESS_TOPIC,
                        "must be set where <name>-progress cannot be the name of a topic. Found: " + topic);
            } else if (config.route().from().includes(topic) || targets.contains(topic)) {
                report(
                        TopicSourceConfig.PROGRESS_TOPIC,
                        "must be neither read nor written to by the connector. Found: " + topic);
            }
        });
    }

    private void checkConsumer() {
        UP_TO_THE_CONNECTOR.forEach((name, remedy) -> {
            if (config.isSet(TopicSourceConfig.SOURCE_CONSUMER + name)) {
                report(TopicSourceConfig.SOURCE_CONSUMER + name, "must not be set: " + remedy);
            }
        });
        String isolation = TopicSourceConfig.SOURCE_CONSUMER + ConsumerConfig.ISOLATION_LEVEL_CONFIG;
        if (config.isSet(isolation)
                && !ISOLATION_LEVELS.contains(config.originals().get(isolation))) {
            report(
                    isolation,
                    "expecting one of " + new TreeSet<>(ISOLATION_LEVELS) + ". Found: "
                            + config.originals().get(isolation));
        }
    }

    private void checkAdmin() {
        String bootstrap = TopicSourceConfig.TARGET_ADMIN + AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;
        if (config.isSet(bootstrap)) {
            report(bootstrap, "must not be set: use target.bootstrap.servers");
        }
    }

    private void checkNames() {
        for (String key : config.originals().keySet()) {
            if (OWN_NAMES.stream().anyMatch(key::startsWith) && !isSetting(key)) {
                report(
                        key,
                        "is no setting of this connector. Expecting one of "
                                + new TreeSet<>(TopicSourceConfig.DEFINITION.names())
                                + " or a name that begins with one of "
                                + TopicSourceConfig.PREFIXES.keySet());
            }
        }
    }

    private static boolean isSetting(String key) {
        return TopicSourceConfig.DEFINITION.names().contains(key)
                || TopicSourceConfig.PREFIXES.keySet().stream()
                        .anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
    }

    private void report(String key, String problem) {
        problems.put(key, key + ": " + problem);
    }
}
