package io.freshet.transforms.table;

import io.freshet.transforms.settings.ColumnsSetting;
import io.freshet.transforms.settings.DurationSetting;
import io.freshet.transforms.settings.OptionalSetting;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.codec.CodecConfig;
import io.freshet.transforms.table.codec.Codecs;
import io.freshet.transforms.table.feed.ChangeFeed;
import io.freshet.transforms.table.load.LookupConfig;
import io.freshet.transforms.table.load.Wanted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings that say which table it is. Equal settings are the same table. */
public final class TableConfig {

    /** What follows is a setting of the Kafka consumer that reads the table's topic. */
    public static final String CONSUMER_PREFIX = "table.consumer.";

    private static final String TOPIC = "table.topic";
    private static final String BOOTSTRAP_SERVERS = "table.bootstrap.servers";
    private static final String KEY = "table.key";
    private static final String ON_BAD_CHANGE = "table.on.bad.change";
    private static final String QUIET_TIME = "table.quiet.time";
    private static final String READY_TIMEOUT = "table.ready.timeout";
    private static final String MAX_STALENESS = "table.max.staleness";
    private static final String NAME = "table.name";

    /** What users of one table may each have their own of. */
    private static final Set<String> OF_EACH_USER =
            Set.of(READY_TIMEOUT, MAX_STALENESS, NAME, HistoryConfig.WAIT_MAX, HistoryConfig.WAIT_MARGIN);

    private static final Duration LEAST_STALENESS = Duration.ofSeconds(2);

    private final String topic;
    private final CodecConfig codec;
    private final @Nullable String name;
    private final String hash;
    private final List<String> columns;
    private final List<String> keyColumns;
    private final Set<String> stamps;
    private final boolean skipsBadChanges;
    private final Duration quietTime;
    private final Optional<LookupConfig> lookup;
    private final HistoryConfig history;
    private final long maxRows;
    private final Map<String, Object> consumerSettings;

    /**
     * Reads the settings that {@link #addTo} defines.
     *
     * @param columns the columns to keep, all if empty; {@link Columns#CHANGE_TIME} and {@link Columns#CHANGE_POSITION} are
     *     kept beside
     * @param stamps which of these two are kept
     * @throws ConfigException if a setting of the consumer is refused
     */
    public TableConfig(AbstractConfig config, Collection<String> columns, Set<String> stamps) {
        this.topic = config.getString(TOPIC);
        this.codec = new CodecConfig(config);
        this.name = config.getString(NAME);
        this.keyColumns = List.copyOf(config.getList(KEY));
        this.stamps = Set.copyOf(stamps);
        this.columns = kept(columns, keyColumns);
        this.skipsBadChanges = config.getString(ON_BAD_CHANGE).equals("skip");
        this.quietTime = DurationSetting.parse(QUIET_TIME, config.getString(QUIET_TIME));
        this.lookup = lookup(config);
        this.history = history(config);
        Long most = config.getLong(LookupConfig.MAX_ROWS);
        this.maxRows = most == null || lookup.isPresent() ? Long.MAX_VALUE : most;
        this.consumerSettings = consumerSettings(config);
        this.hash = hash(config, List.of(this.columns, new TreeSet<>(this.stamps)));
        ChangeFeed.validate(consumerSettings);
    }

    private HistoryConfig history(AbstractConfig config) {
        HistoryConfig found = HistoryConfig.of(config);
        if (found.isKept() && (lookup.isPresent() || !keyColumns.isEmpty())) {
            throw new ConfigException(
                    HistoryConfig.HISTORY,
                    config.getString(HistoryConfig.HISTORY),
                    "Expecting none with table.mode=lookup or " + KEY
                            + ": the rows of a complete table have one, found by the key of the messages");
        }
        return found;
    }

    private Optional<LookupConfig> lookup(AbstractConfig config) {
        Optional<LookupConfig> found = LookupConfig.of(config);
        found.ifPresent(lookup -> lookup.check(keyColumns));
        if (found.isPresent() && stamps.contains(Columns.CHANGE_POSITION)) {
            throw new ConfigException(
                    "Setting 'change.position.field' is for table.mode=complete: the database does not"
                            + " tell by which message a row last changed");
        }
        if (found.isPresent() && found.get().hasQuery() && stamps.contains(Columns.CHANGE_TIME)) {
            throw new ConfigException(
                    "Setting 'change.time.field' is not for a table.jdbc.query: what it finds is no row of"
                            + " a table, and has no last change");
        }
        return found;
    }

    private static List<String> kept(Collection<String> columns, List<String> keyColumns) {
        Set<String> kept = new TreeSet<>(columns);
        if (!kept.isEmpty()) {
            kept.addAll(keyColumns);
        }
        return List.copyOf(kept);
    }

    private static Map<String, Object> consumerSettings(AbstractConfig config) {
        Map<String, Object> settings = new HashMap<>(config.originalsWithPrefix(CONSUMER_PREFIX));
        for (String key : settings.keySet()) {
            if (ChangeFeed.RESERVED_CONSUMER_SETTINGS.contains(key)) {
                throw new ConfigException("Setting '" + CONSUMER_PREFIX + key
                        + "' is not for users: the table reads all partitions, committed messages, without a group");
            }
        }
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.getList(BOOTSTRAP_SERVERS));
        settings.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "freshet-table-" + config.getString(TOPIC));
        return settings;
    }

    /** Returns the prefixes of settings that are passed on, with their meaning. */
    public static Map<String, String> prefixes() {
        Map<String, String> prefixes = new LinkedHashMap<>(CodecConfig.prefixes());
        prefixes.put(
                CONSUMER_PREFIX,
                "Settings of the Kafka consumer that reads the table's topic, such as its security. How it reads is the table's"
                        + " business: group.id, auto.offset.reset, isolation.level, the deserializers and the like are refused.");
        return prefixes;
    }

    /** Adds the table's settings to a component's. */
    public static ConfigDef addTo(ConfigDef definition) {
        definition
                .define(
                        TOPIC,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.HIGH,
                        "The topic that tells the table's changes, from its beginning: of a change data capture"
                                + " connector, or any compacted topic of rows.")
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new NonEmptyList(),
                        ConfigDef.Importance.HIGH,
                        "Brokers of the cluster that has the table's topic, as host:port,... A transformation is not"
                                + " told its worker's. Further settings of the consumer that reads the topic, such as"
                                + " its security, follow the prefix " + CONSUMER_PREFIX);
        HistoryConfig.addTo(definition);
        return CodecConfig.addTo(LookupConfig.addTo(definition))
                .define(
                        KEY,
                        ConfigDef.Type.LIST,
                        "",
                        new ColumnsSetting(),
                        ConfigDef.Importance.MEDIUM,
                        "Columns of the row that are compared with the record's 'key', where that is not the key of the"
                                + " topic's messages. Of several rows with the same values the one that changed last is"
                                + " found, and when it is gone the one that did before; in lookup mode"
                                + " table.jdbc.newest.by says which that is, or table.jdbc.query finds it. Empty: the key of"
                                + " the messages.")
                .define(
                        ON_BAD_CHANGE,
                        ConfigDef.Type.STRING,
                        "fail",
                        ConfigDef.ValidString.in("fail", "skip"),
                        ConfigDef.Importance.MEDIUM,
                        "What becomes of a message of the table's topic that is no change of a row: fail the task, or"
                                + " log its position and skip it.")
                .define(
                        QUIET_TIME,
                        ConfigDef.Type.STRING,
                        "10s",
                        DurationSetting.atLeast(Duration.ZERO),
                        ConfigDef.Importance.LOW,
                        "How long a topic that is empty, or ends in the middle of Debezium's snapshot, must stay quiet to count"
                                + " as all there is. A snapshot that goes on, or begins by then, is waited for to its end.")
                .define(
                        READY_TIMEOUT,
                        ConfigDef.Type.STRING,
                        "4m",
                        DurationSetting.atLeast(Duration.ofMillis(1)),
                        ConfigDef.Importance.MEDIUM,
                        "How long the first record waits for the table to hold what its topic held at the start; then"
                                + " the task fails. In a sink connector it is nine tenths of max.poll.interval.ms at most.")
                .define(
                        MAX_STALENESS,
                        ConfigDef.Type.STRING,
                        null,
                        new OptionalSetting(DurationSetting.atLeast(LEAST_STALENESS)),
                        ConfigDef.Importance.MEDIUM,
                        "How long the table may go without being known to hold all that its topic holds, because it is"
                                + " behind or because no broker answers; then on.stale says what becomes of records."
                                + " Unset: for ever.")
                .define(
                        NAME,
                        ConfigDef.Type.STRING,
                        null,
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.LOW,
                        "What the table is called in metrics. Unset: its topic and a hash of its settings. Where users of"
                                + " one table give it several names, the first holds.");
    }

    /** Returns how long a table may go without being known to be up to date, null for ever. Not part of which table it is. */
    public static @Nullable Duration maxStaleness(AbstractConfig config) {
        String text = config.getString(MAX_STALENESS);
        return text == null ? null : DurationSetting.parse(MAX_STALENESS, text);
    }

    /** Returns how long the first record waits. Not part of which table it is. */
    public static Duration readyTimeout(AbstractConfig config) {
        return DurationSetting.parse(READY_TIMEOUT, config.getString(READY_TIMEOUT));
    }

    /** Returns the topic that tells the table's changes. */
    public String topic() {
        return topic;
    }

    /** Returns what the table is to be called. Not part of which table it is. */
    String name() {
        return name == null ? topic + "-" + hash : name;
    }

    /** Returns a short text that other settings have another of, the same in each worker. Says nothing about secrets. */
    String hash() {
        return hash;
    }

    private static String hash(AbstractConfig config, List<Object> more) {
        Map<String, Object> told = new TreeMap<>();
        config.values().forEach((key, value) -> {
            if (key.startsWith("table.") && !OF_EACH_USER.contains(key)) {
                // A password tells that it is hidden.
                told.put(key, String.valueOf(value));
            }
        });
        config.originalsWithPrefix(CONSUMER_PREFIX)
                .forEach((key, value) -> told.put(CONSUMER_PREFIX + key, isPublic(key) ? value : ""));
        CRC32 crc = new CRC32();
        crc.update((told + more.toString()).getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static boolean isPublic(String consumerSetting) {
        ConfigDef.ConfigKey key = ConsumerConfig.configDef().configKeys().get(consumerSetting);
        return key != null && key.type != ConfigDef.Type.PASSWORD;
    }

    Codecs codecs() {
        return codec.codecs(columns);
    }

    List<String> columns() {
        return columns;
    }

    /** Returns the columns by which rows are found, none where it is by the key of the messages. */
    public List<String> keyColumns() {
        return keyColumns;
    }

    ChangeStamp stamp() {
        return new ChangeStamp(stamps.contains(Columns.CHANGE_TIME), stamps.contains(Columns.CHANGE_POSITION));
    }

    /** Returns what is read of the database's table. */
    Wanted wanted() {
        return new Wanted(columns, keyColumns, stamps.contains(Columns.CHANGE_TIME));
    }

    /** Returns how rows are read from the database, nothing if all are in memory. */
    Optional<LookupConfig> lookup() {
        return lookup;
    }

    boolean skipsBadChanges() {
        return skipsBadChanges;
    }

    Duration quietTime() {
        return quietTime;
    }

    /** Returns with how many rows a complete table does not fail. */
    long maxRows() {
        return maxRows;
    }

    /** Returns what the table remembers. */
    public HistoryConfig history() {
        return history;
    }

    Map<String, Object> consumerSettings() {
        return consumerSettings;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableConfig that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(
                topic,
                codec,
                columns,
                keyColumns,
                stamps,
                skipsBadChanges,
                quietTime,
                history,
                lookup,
                maxRows,
                consumerSettings);
    }

    /** Tells the topic only: consumers have passwords among their settings. */
    @Override
    public String toString() {
        return "table of " + topic;
    }

    private static final class NonEmptyList implements ConfigDef.Validator {
        @Override
        public void ensureValid(String setting, @Nullable Object value) {
            if (value instanceof List<?> list && list.isEmpty()) {
                throw new ConfigException(setting, "", "Expecting at least one host:port");
            }
        }

        @Override
        public String toString() {
            return "host:port,...";
        }
    }
}
