package io.freshet.connect.topic;

import io.freshet.connect.topic.bound.Bound;
import io.freshet.connect.topic.convert.HeaderReader;
import io.freshet.connect.topic.prepare.TargetSetup;
import io.freshet.connect.topic.read.OutOfRange;
import io.freshet.connect.topic.route.Route;
import io.freshet.connect.topic.route.TopicFormat;
import io.freshet.connect.topic.route.TopicSelection;
import io.freshet.transforms.record.FieldPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/** The settings of {@link TopicSourceConnector}. */
final class TopicSourceConfig extends AbstractConfig {
    static final String TOPICS = "topics";
    static final String TOPICS_REGEX = "topics.regex";
    static final String TOPICS_REFRESH_INTERVAL = "topics.refresh.interval.ms";
    static final String SOURCE_BOOTSTRAP = "source.bootstrap.servers";
    static final String SOURCE_CONSUMER = "source.consumer.";
    static final String SOURCE_KEY_CONVERTER = "source.key.converter";
    static final String SOURCE_VALUE_CONVERTER = "source.value.converter";
    static final String SOURCE_HEADER_CONVERTER = "source.header.converter";
    static final String START = "start";
    static final String END = "end";
    static final String PROGRESS_TOPIC = "progress.topic";
    static final String PROGRESS_INTERVAL = "progress.interval.ms";
    static final String EXPLODE = "explode";
    static final String ON_OFFSET_OUT_OF_RANGE = "on.offset.out.of.range";
    static final String POLL_TIMEOUT = "poll.timeout.ms";
    static final String TOPIC_FORMAT = "topic.format";
    static final String TARGET_TOPIC_SETUP = "target.topic.setup";
    static final String TARGET_TOPIC_CONFIG = "target.topic.config.";
    static final String TARGET_REPLICATION_FACTOR = "target.replication.factor";
    static final String TARGET_BOOTSTRAP = "target.bootstrap.servers";
    static final String TARGET_ADMIN = "target.admin.";

    private static final String END_NEVER = "never";
    /** Below the time that a worker gives a REST request. */
    private static final String REST_TIMEOUT_MILLIS = "10000";

    static final String CONNECTOR_KEY_CONVERTER = "key.converter";
    static final String CONNECTOR_VALUE_CONVERTER = "value.converter";
    private static final String CONNECTOR_HEADER_CONVERTER = "header.converter";
    private static final String CONNECTOR_NAME = "name";
    private static final String BYTE_ARRAY_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /** Settings that are passed on, by the prefix that is taken off. */
    static final Map<String, String> PREFIXES = prefixes();

    /**
     * Few and large fetches: a batch of records costs Connect the same work as a single one in offsets and, under
     * {@code transaction.boundary=poll}, a whole transaction.
     */
    private static final Map<String, String> CONSUMER_DEFAULTS = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 * 1024 * 1024),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    TOPICS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    topicNames(),
                    Importance.HIGH,
                    "The topics to read, separated by commas. Either this or topics.regex is set.")
            .define(
                    TOPICS_REGEX,
                    ConfigDef.Type.STRING,
                    "",
                    regex(),
                    Importance.HIGH,
                    "Reads every topic whose whole name matches this Java regular expression, also those that are"
                            + " created later. Kafka's internal topics are left out. It must not match a topic that the"
                            + " connector writes to.")
            .define(
                    SOURCE_BOOTSTRAP,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    brokers(),
                    Importance.HIGH,
                    "The brokers of the cluster to read from, host:port separated by commas. It may be the cluster that"
                            + " the worker writes to or another one.")
            .define(
                    TOPIC_FORMAT,
                    ConfigDef.Type.STRING,
                    TopicFormat.TOPIC + "-enriched",
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "The topic that a record goes to; ${topic} stands for the one it comes from. Without ${topic} only"
                            + " where topics names a single topic.")
            .define(
                    SOURCE_KEY_CONVERTER,
                    ConfigDef.Type.CLASS,
                    null,
                    subclassOf(Converter.class),
                    Importance.MEDIUM,
                    "The converter that reads keys, so that transformations see fields; source.key.converter.* are its"
                            + " settings. Unset: the connector's own key.converter with its settings, which has to be"
                            + " set then.")
            .define(
                    SOURCE_VALUE_CONVERTER,
                    ConfigDef.Type.CLASS,
                    null,
                    subclassOf(Converter.class),
                    Importance.MEDIUM,
                    "The converter that reads values, so that transformations see fields; source.value.converter.* are"
                            + " its settings. Unset: the connector's own value.converter with its settings, which has to"
                            + " be set then.")
            .define(
                    SOURCE_HEADER_CONVERTER,
                    ConfigDef.Type.CLASS,
                    null,
                    subclassOf(HeaderConverter.class),
                    Importance.LOW,
                    "The converter that reads headers; source.header.converter.* are its settings. Unset: headers come out"
                            + " as they are, as bytes where the connector's own header.converter is ByteArrayConverter,"
                            + " else as text; a header that is not text then fails the task.")
            .define(
                    START,
                    ConfigDef.Type.STRING,
                    "earliest",
                    bound("earliest", "latest"),
                    Importance.MEDIUM,
                    "Where reading of a partition starts as long as Connect has no offset stored for it: at the first"
                            + " record (earliest), at what is written from now on (latest), at the first record with a"
                            + " timestamp of this time or later (2026-11-01T00:00:00Z), or at offsets, one for every"
                            + " partition (flights:0:120,flights:1:95). A partition that appears while the connector runs"
                            + " is read from its first record, or from the time. With latest and without progress.topic, an"
                            + " offset is stored once the first record of the partition has been written; until then a"
                            + " restart starts at the end again.")
            .define(
                    END,
                    ConfigDef.Type.STRING,
                    END_NEVER,
                    bound(END_NEVER, "latest"),
                    Importance.MEDIUM,
                    "Where reading ends: never, at what was last written when the connector first looked (latest),"
                            + " before the first record with a timestamp of this time or later, or before offsets, one for"
                            + " every partition. It is looked up once and stored with the offsets, as end; when they are"
                            + " equal, the partition is done, and the tasks idle. Another setting is looked up anew.")
            .define(
                    PROGRESS_TOPIC,
                    ConfigDef.Type.STRING,
                    "",
                    topicNameOrNone(),
                    Importance.MEDIUM,
                    "A topic of the worker's cluster for records without key and value by which Connect learns how far"
                            + " reading has come where no record comes out, because transformations drop them or the end is"
                            + " reached. Transformations see them: those of Freshet hand them on, others may need a"
                            + " predicate. Unset: <name>-progress with an end, else none, and what was dropped since the"
                            + " last record that came out is read again after a restart.")
            .define(
                    PROGRESS_INTERVAL,
                    ConfigDef.Type.LONG,
                    10_000L,
                    Range.atLeast(100),
                    Importance.LOW,
                    "How long a partition may be read without a record that comes out before its progress is stored.")
            .define(
                    EXPLODE,
                    ConfigDef.Type.STRING,
                    "",
                    explodePath(),
                    Importance.MEDIUM,
                    "The path to an array in the value: the record becomes one for each element, which takes the place of"
                            + " the array. An array that is empty, null or absent gives none; tombstones stay. Names with"
                            + " dots stand between backticks.")
            .define(
                    ON_OFFSET_OUT_OF_RANGE,
                    ConfigDef.Type.STRING,
                    "fail",
                    ValidString.in("fail", "earliest", "latest"),
                    Importance.MEDIUM,
                    "What to do when the next record is not there any more, because retention deleted it or the topic was"
                            + " created anew: fail the task, or go on at the first record or at the end with a warning.")
            .define(
                    POLL_TIMEOUT,
                    ConfigDef.Type.INT,
                    500,
                    Range.between(1, 3000),
                    Importance.LOW,
                    "How long a task waits for records before it lets the worker look after other things, such as ending"
                            + " a transaction or stopping the task.")
            .define(
                    TOPICS_REFRESH_INTERVAL,
                    ConfigDef.Type.LONG,
                    30_000L,
                    Range.atLeast(100),
                    Importance.LOW,
                    "How often new topics and partitions are looked for. When there are some, the partitions are split"
                            + " anew and the tasks start again.")
            .define(
                    TARGET_TOPIC_SETUP,
                    ConfigDef.Type.STRING,
                    "create",
                    ValidString.in("create", "check", "none"),
                    Importance.MEDIUM,
                    "What is done about target topics before anything is written to them. A record keeps its partition,"
                            + " so a target needs as many as its source. create: a missing one is created, one that this"
                            + " connector writes to already grows with its source, any other that is too small is"
                            + " refused. check: missing ones are refused too and nothing is changed. none: no look at"
                            + " them, for when transformations send the records elsewhere or the connector may not look.")
            .define(
                    TARGET_REPLICATION_FACTOR,
                    ConfigDef.Type.SHORT,
                    (short) -1,
                    replicationFactorRule(),
                    Importance.MEDIUM,
                    "The replication factor of target topics that are created; -1 leaves it to the brokers.")
            .define(
                    TARGET_BOOTSTRAP,
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.MEDIUM,
                    "The brokers of the cluster that the worker writes to, to prepare target topics there. Needed only"
                            + " where that is not the cluster of source.bootstrap.servers: a connector cannot see where"
                            + " its worker writes. Unset: source.bootstrap.servers.");

    /** @throws ConfigException that names every setting that does not fit */
    TopicSourceConfig(Map<String, String> settings) {
        super(DEFINITION, settings);
        Map<String, String> problems = TopicSourceChecks.problems(this);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("; ", problems.values()));
        }
    }

    private TopicSourceConfig(Map<String, String> settings, boolean log) {
        super(DEFINITION, settings, log);
    }

    /** Settings that are valid one by one; whether they fit together is not checked yet. */
    static TopicSourceConfig unchecked(Map<String, String> settings) {
        return new TopicSourceConfig(settings, false);
    }

    Route route() {
        String regex = getString(TOPICS_REGEX);
        TopicSelection selection = regex.isEmpty()
                ? new TopicSelection.Listed(Set.copyOf(getList(TOPICS)))
                : new TopicSelection.Matching(Pattern.compile(regex));
        return new Route(selection, new TopicFormat(getString(TOPIC_FORMAT)));
    }

    Bound start() {
        return Bound.parse(START, getString(START));
    }

    /** Where reading ends; empty when it does not. */
    Optional<Bound> end() {
        String end = getString(END);
        return end.equals(END_NEVER) ? Optional.empty() : Optional.of(Bound.parse(END, end));
    }

    /** What is wrong, by setting, when {@code start} or {@code end} has offsets, but not for each of these partitions. */
    Map<String, String> missingOffsets(List<TopicPartition> partitions) {
        Map<String, String> problems = new TreeMap<>();
        addMissing(START, start(), partitions, problems);
        end().ifPresent(end -> addMissing(END, end, partitions, problems));
        return problems;
    }

    private static void addMissing(
            String key, Bound bound, List<TopicPartition> partitions, Map<String, String> problems) {
        if (bound instanceof Bound.Offsets offsets) {
            List<TopicPartition> missing = new ArrayList<>(partitions);
            missing.removeAll(offsets.offsets().keySet());
            if (!missing.isEmpty()) {
                problems.put(key, key + ": an offset is expected for every partition. Missing: " + missing);
            }
        }
    }

    /** Where records go that only say how far reading has come; empty when there are none. */
    Optional<String> progressTopic() {
        String topic = getString(PROGRESS_TOPIC);
        if (topic.isEmpty() && end().isPresent()) {
            topic = connectorName() + "-progress";
        }
        return Optional.of(topic).filter(name -> !name.isEmpty());
    }

    Duration progressInterval() {
        return Duration.ofMillis(getLong(PROGRESS_INTERVAL));
    }

    /** The array whose elements become records; null when there is none. */
    @Nullable
    FieldPath explode() {
        String path = getString(EXPLODE);
        return path.isEmpty() ? null : FieldPath.parse(EXPLODE, path);
    }

    boolean readsCommitted() {
        return "read_committed".equals(consumer(0).get(ConsumerConfig.ISOLATION_LEVEL_CONFIG));
    }

    OutOfRange onOffsetOutOfRange() {
        return OutOfRange.valueOf(getString(ON_OFFSET_OUT_OF_RANGE).toUpperCase(Locale.ROOT));
    }

    Duration pollTimeout() {
        return Duration.ofMillis(getInt(POLL_TIMEOUT));
    }

    Duration refreshInterval() {
        return Duration.ofMillis(getLong(TOPICS_REFRESH_INTERVAL));
    }

    TargetSetup targetSetup() {
        return TargetSetup.valueOf(getString(TARGET_TOPIC_SETUP).toUpperCase(Locale.ROOT));
    }

    short replicationFactor() {
        return getShort(TARGET_REPLICATION_FACTOR);
    }

    Map<String, String> targetTopicConfig() {
        return strings(originalsWithPrefix(TARGET_TOPIC_CONFIG));
    }

    String connectorName() {
        return originalsStrings().getOrDefault(CONNECTOR_NAME, "topic-source");
    }

    /** The settings of the consumer of a task. */
    Map<String, Object> consumer(int task) {
        Map<String, Object> settings = new HashMap<>(CONSUMER_DEFAULTS);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "freshet-source-" + connectorName());
        settings.putAll(originalsWithPrefix(SOURCE_CONSUMER));
        settings.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-" + task);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, getList(SOURCE_BOOTSTRAP));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return settings;
    }

    /** The settings of an admin client of the cluster to read from: those of the consumer that it knows. */
    Map<String, Object> sourceAdmin() {
        Map<String, Object> settings = originalsWithPrefix(SOURCE_CONSUMER);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "freshet-source-admin-" + connectorName());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, getList(SOURCE_BOOTSTRAP));
        return settings;
    }

    /** As {@link #sourceAdmin()}, for what is done while somebody waits at the worker's REST interface. */
    Map<String, Object> briefAdmin() {
        Map<String, Object> settings = sourceAdmin();
        settings.merge(AdminClientConfig.CLIENT_ID_CONFIG, "-validation", (id, suffix) -> id.toString() + suffix);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REST_TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REST_TIMEOUT_MILLIS);
        return settings;
    }

    /** The settings of an admin client of the cluster to write to. */
    Map<String, Object> targetAdmin() {
        List<String> bootstrap = getList(TARGET_BOOTSTRAP);
        Map<String, Object> settings = bootstrap.isEmpty() ? sourceAdmin() : new HashMap<>();
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "freshet-target-admin-" + connectorName());
        settings.putAll(originalsWithPrefix(TARGET_ADMIN));
        settings.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap.isEmpty() ? getList(SOURCE_BOOTSTRAP) : bootstrap);
        return settings;
    }

    boolean isSet(String key) {
        return originals().get(key) != null;
    }

    Converter keyConverter() {
        return converter(SOURCE_KEY_CONVERTER, CONNECTOR_KEY_CONVERTER, true);
    }

    Converter valueConverter() {
        return converter(SOURCE_VALUE_CONVERTER, CONNECTOR_VALUE_CONVERTER, false);
    }

    private Converter converter(String key, String connectorKey, boolean isKey) {
        Map<String, Object> settings = new HashMap<>();
        Class<?> type = getClass(key);
        if (type == null) {
            type = connectorClass(connectorKey);
            settings.putAll(originalsWithPrefix(connectorKey + "."));
        }
        settings.putAll(originalsWithPrefix(key + "."));
        Converter converter = Utils.newInstance(type.asSubclass(Converter.class));
        converter.configure(settings, isKey);
        return converter;
    }

    HeaderReader headerReader() {
        Class<?> type = getClass(SOURCE_HEADER_CONVERTER);
        if (type == null) {
            return writesHeaderBytes() ? new HeaderReader.AsBytes() : new HeaderReader.AsText();
        }
        Map<String, Object> settings = originalsWithPrefix(SOURCE_HEADER_CONVERTER + ".");
        settings.put(ConverterConfig.TYPE_CONFIG, ConverterType.HEADER.getName());
        HeaderConverter converter = Utils.newInstance(type.asSubclass(HeaderConverter.class));
        converter.configure(settings);
        return new HeaderReader.ByConverter(converter);
    }

    private boolean writesHeaderBytes() {
        return isSet(CONNECTOR_HEADER_CONVERTER)
                && connectorClass(CONNECTOR_HEADER_CONVERTER).getName().equals(BYTE_ARRAY_CONVERTER);
    }

    /** A class that a setting of Connect names, found as Connect does. */
    private Class<?> connectorClass(String key) {
        return (Class<?>) ConfigDef.parseType(key, originals().get(key), ConfigDef.Type.CLASS);
    }

    private static Map<String, String> strings(Map<String, Object> settings) {
        Map<String, String> strings = new HashMap<>();
        settings.forEach((key, value) -> strings.put(key, value.toString()));
        return strings;
    }

    private static Map<String, String> prefixes() {
        Map<String, String> prefixes = new LinkedHashMap<>();
        prefixes.put(
                SOURCE_CONSUMER,
                "Settings of the consumers that read, such as source.consumer.security.protocol, and of the admin client that"
                        + " looks for topics. isolation.level=read_uncommitted copies aborted records too, and gives up"
                        + " exactly once. group.id, enable.auto.commit, auto.offset.reset, the deserializers and"
                        + " bootstrap.servers are up to the connector.");
        prefixes.put(SOURCE_KEY_CONVERTER + ".", "Settings of the converter that reads keys.");
        prefixes.put(SOURCE_VALUE_CONVERTER + ".", "Settings of the converter that reads values.");
        prefixes.put(SOURCE_HEADER_CONVERTER + ".", "Settings of the converter that reads headers.");
        prefixes.put(
                TARGET_TOPIC_CONFIG,
                "Settings of target topics that are created, such as target.topic.config.retention.ms.");
        prefixes.put(
                TARGET_ADMIN,
                "Settings of the admin client that prepares target topics. Without target.bootstrap.servers they are laid"
                        + " over those of source.consumer.*.");
        return Collections.unmodifiableMap(prefixes);
    }

    private static ConfigDef.Validator rule(String description, BiConsumer<String, Object> check) {
        return ConfigDef.LambdaValidator.with(check, () -> description);
    }

    private static ConfigDef.Validator topicNames() {
        return rule("names of topics, each once", (key, value) -> {
            Set<Object> seen = new HashSet<>();
            for (Object topic : (List<?>) value) {
                if (!TopicFormat.isLegal(topic.toString()) || !seen.add(topic)) {
                    throw new ConfigException(key, value, "Expecting names of topics, each once. Found: " + topic);
                }
            }
        });
    }

    private static ConfigDef.Validator bound(String... words) {
        String description = String.join(", ", words) + ", a time with its zone, or topic:partition:offset,...";
        return rule(description, (key, value) -> {
            if (!List.of(words).contains(value)) {
                Bound bound = Bound.parse(key, value.toString());
                if (!(bound instanceof Bound.Time || bound instanceof Bound.Offsets)) {
                    throw new ConfigException(key, value, "Expecting " + description);
                }
            }
        });
    }

    private static ConfigDef.Validator topicNameOrNone() {
        return rule("the name of a topic, or none", (key, value) -> {
            if (!value.equals("") && !TopicFormat.isLegal(value.toString())) {
                throw new ConfigException(
                        key, value, "Expecting the name of a topic: letters, digits, '.', '_' and '-'");
            }
        });
    }

    private static ConfigDef.Validator explodePath() {
        return rule("the path to a field, or none", (key, value) -> {
            if (!value.equals("")
                    && FieldPath.parse(key, value.toString()).steps().isEmpty()) {
                throw new ConfigException(key, value, "Expecting the path to a field of the value");
            }
        });
    }

    private static ConfigDef.Validator regex() {
        return rule("a Java regular expression", (key, value) -> {
            try {
                Pattern.compile(value.toString());
            } catch (PatternSyntaxException e) {
                throw new ConfigException(key, value, "Expecting a Java regular expression: " + e.getDescription());
            }
        });
    }

    private static ConfigDef.Validator brokers() {
        return rule("host:port, at least one", (key, value) -> {
            // null is reported as missing before any validator is asked
            if (value == null || ((List<?>) value).isEmpty()) {
                throw new ConfigException(key, value, "Expecting at least one host:port");
            }
        });
    }

    private static ConfigDef.Validator subclassOf(Class<?> type) {
        return rule("a class that implements " + type.getSimpleName(), (key, value) -> {
            if (value != null && !type.isAssignableFrom((Class<?>) value)) {
                throw new ConfigException(
                        key, ((Class<?>) value).getName(), "Expecting a class that implements " + type.getName());
            }
        });
    }

    private static ConfigDef.Validator replicationFactorRule() {
        return rule("-1 or 1 and more", (key, value) -> {
            short factor = (Short) value;
            if (factor != -1 && factor < 1) {
                throw new ConfigException(key, value, "Expecting -1 for the default of the brokers, or 1 and more");
            }
        });
    }
}
