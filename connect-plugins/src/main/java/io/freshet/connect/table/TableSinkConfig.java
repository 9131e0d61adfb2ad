package io.freshet.connect.table;

import io.freshet.connect.table.change.TableName;
import io.freshet.connect.table.read.DeclaredColumns;
import io.freshet.connect.table.read.EventTime;
import io.freshet.connect.table.read.KeySource;
import io.freshet.connect.table.read.ReaderSettings;
import io.freshet.connect.table.read.TableFormat;
import io.freshet.connect.table.shape.SchemaEvolution;
import io.freshet.transforms.expression.Expression;
import io.freshet.transforms.expression.ExpressionSetting;
import io.freshet.transforms.expression.ExpressionType;
import io.freshet.transforms.jdbc.DriverSource;
import io.freshet.transforms.jdbc.JdbcDrivers;
import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.settings.ColumnsSetting;
import io.freshet.transforms.settings.DurationSetting;
import io.freshet.transforms.settings.OptionalSetting;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** The settings of {@link TableSinkConnector}. */
final class TableSinkConfig extends AbstractConfig {
    static final String TASK = "freshet.task";
    static final String URL = "jdbc.url";
    static final String USER = "jdbc.user";
    static final String PASSWORD = "jdbc.password";
    static final String TIMEOUT = "jdbc.timeout";
    static final String RETRY_TIMEOUT = "jdbc.retry.timeout";
    static final String TABLE_FORMAT = "table.format";
    static final String TABLE_CREATE = "table.create";
    static final String SCHEMA_EVOLUTION = "schema.evolution";
    static final String WRITE_MODE = "write.mode";
    static final String DELETES = "deletes";
    static final String DELETE_WHEN = "delete.when";
    static final String VALUE_FORMAT = "value.format";
    static final String KEY_FROM = "key.from";
    static final String KEY_COLUMNS = "key.columns";
    static final String COLUMNS = "columns";
    static final String EVENT_TIME = "event.time";
    static final String EVENT_TIME_UNIT = "event.time.unit";
    static final String EVENT_TIME_REMEMBER = "event.time.remember";
    static final String OFFSETS_TABLE = "offsets.table";

    private static final Map<String, ChronoUnit> UNITS =
            Map.of("s", ChronoUnit.SECONDS, "ms", ChronoUnit.MILLIS, "us", ChronoUnit.MICROS, "ns", ChronoUnit.NANOS);

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "The database, as its JDBC driver wants it: PostgreSQL, MariaDB, MySQL, SQLite or H2. The driver's jar"
                            + " goes into the folder of this plugin. Connect shows and logs it, so a password belongs into "
                            + PASSWORD + ".")
            .define(
                    USER,
                    ConfigDef.Type.STRING,
                    null,
                    Importance.HIGH,
                    "Who writes: needs SELECT, INSERT, UPDATE and DELETE on the tables, and on the one of offsets; to"
                            + " create and evolve tables the right to do so.")
            .define(PASSWORD, ConfigDef.Type.PASSWORD, null, Importance.HIGH, "The password of " + USER + ".")
            .define(
                    TABLE_FORMAT,
                    ConfigDef.Type.STRING,
                    TableFormat.TOPIC,
                    rule("table or schema.table", (key, value) -> TableFormat.parse(key, value.toString())),
                    Importance.HIGH,
                    "The table that a record's row is in, or schema.table, as the database writes them; ${topic} stands for"
                            + " the record's topic, as transformations leave it, whose dots stay in the name. A name that"
                            + " has dots of its own stands between double quotes.")
            .define(
                    WRITE_MODE,
                    ConfigDef.Type.STRING,
                    "upsert",
                    ValidString.in("upsert", "insert"),
                    Importance.HIGH,
                    "upsert: a record's row takes the place of the one with its key. insert: rows are only added, and no"
                            + " key is looked at.")
            .define(
                    VALUE_FORMAT,
                    ConfigDef.Type.STRING,
                    "plain",
                    ValidString.in("plain", "debezium"),
                    Importance.HIGH,
                    "What a value is: the row itself, where null deletes (plain), or a change event of Debezium with the"
                            + " row before and after (debezium).")
            .define(
                    KEY_FROM,
                    ConfigDef.Type.STRING,
                    "record",
                    ValidString.in("record", "value", "before"),
                    Importance.HIGH,
                    "Where the key of a row comes from. record: the record's key, its fields or all of it. value: fields of"
                            + " the value, which " + KEY_COLUMNS
                            + " names; what deletes has them in the record's key, or,"
                            + " of Debezium, in the row before. before: as value, and where Debezium tells a change of the"
                            + " key itself, the row of the key before is deleted.")
            .define(
                    KEY_COLUMNS,
                    ConfigDef.Type.LIST,
                    "",
                    new ColumnsSetting(),
                    Importance.HIGH,
                    "The columns of the key: those of these names in the record's key or the value; for a record key"
                            + " without fields, the one column that it goes to. Empty: all fields of the record's key.")
            .define(
                    DELETES,
                    ConfigDef.Type.STRING,
                    "apply",
                    ValidString.in("apply", "ignore"),
                    Importance.MEDIUM,
                    "Whether a record without a value, and of Debezium one of op d, deletes the row of its key.")
            .define(
                    DELETE_WHEN,
                    ConfigDef.Type.STRING,
                    null,
                    new ExpressionSetting(ExpressionType.BOOL),
                    Importance.MEDIUM,
                    "A record with a value of which this is true deletes the row of its key as well: a condition in CEL"
                            + " over its value, key, headers, topic, partition and timestamp, such as"
                            + " value.status == \"closed\". A record of which it is neither true nor false, because a field"
                            + " is missing or of another type, is a bad one; has(value.status) asks for a field. It is not"
                            + " asked of records without a value, nor of Debezium's of op d.")
            .define(
                    TABLE_CREATE,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether a table that is missing is created: with the columns of the first record's schema, or of "
                            + COLUMNS + ", and the key as primary key.")
            .define(
                    SCHEMA_EVOLUTION,
                    ConfigDef.Type.STRING,
                    "none",
                    ValidString.in("none", "add", "widen"),
                    Importance.MEDIUM,
                    "What is done about a table that lacks something. none: records with a field for which there is no"
                            + " column are bad records. add: the column is added, null in the rows that are there. widen: as"
                            + " add, and a column whose type holds less than that of the field gets the wider one.")
            .define(
                    COLUMNS,
                    ConfigDef.Type.STRING,
                    "",
                    rule("name type, ...", (key, value) -> DeclaredColumns.parse(key, value.toString())),
                    Importance.MEDIUM,
                    "The columns to write, with their types, such as id bigint, price decimal(10,2), at timestamp; for"
                            + " values without a schema, of which fields that are not named here are left out. Types:"
                            + " boolean, smallint, int, bigint, real, double, decimal(digits,scale), text or text(length),"
                            + " bytes, date, time, timestamp, timestamptz, json. Numbers are read as timestamps in"
                            + " milliseconds since 1970, text as ISO 8601, in UTC where it has no zone. Empty: the fields"
                            + " of the schema.")
            .define(
                    EVENT_TIME,
                    ConfigDef.Type.STRING,
                    null,
                    new OptionalSetting(
                            rule("a path to a field", (key, value) -> FieldPath.parse(key, value.toString()))),
                    Importance.HIGH,
                    "The field of the value, such as source.ts_ms or updated_at, that says when a change happened: an older"
                            + " one then never takes the place of a newer row, nor brings back one that was deleted. Of"
                            + " two of the same time that of the higher partition counts, then of the higher offset. A"
                            + " deletion without the field happened at its record's time. Unset: the last one that comes"
                            + " counts.")
            .define(
                    EVENT_TIME_UNIT,
                    ConfigDef.Type.STRING,
                    "ms",
                    ValidString.in("s", "ms", "us", "ns"),
                    Importance.LOW,
                    "What numbers in the field of " + EVENT_TIME
                            + " count since 1970. Timestamps of Connect and text in" + " ISO 8601 say it themselves.")
            .define(
                    EVENT_TIME_REMEMBER,
                    ConfigDef.Type.STRING,
                    "7d",
                    DurationSetting.atLeast(Duration.ZERO),
                    Importance.LOW,
                    "How long it is remembered that a key was deleted, in the time of events: a change that is later than"
                            + " that, by the newest change seen, may bring the row back.")
            .define(
                    OFFSETS_TABLE,
                    ConfigDef.Type.STRING,
                    "freshet_offsets",
                    rule("table or schema.table", (key, value) -> TableFormat.parse(key, value.toString())),
                    Importance.LOW,
                    "The table of offsets, which is created where it is missing. It is written in the transaction of the"
                            + " rows, and read when a partition is opened; connectors can share it.")
            .define(
                    TIMEOUT,
                    ConfigDef.Type.STRING,
                    "30s",
                    DurationSetting.atLeast(Duration.ofSeconds(1)),
                    Importance.LOW,
                    "How long to wait for a connection, and for a statement.")
            .define(
                    RETRY_TIMEOUT,
                    ConfigDef.Type.STRING,
                    "5m",
                    DurationSetting.atLeast(Duration.ZERO),
                    Importance.MEDIUM,
                    "How long the same batch is tried again, with growing pauses, while the database does not answer or is"
                            + " too busy; then the task fails. Meanwhile the task stays in its group.");

    /** @throws ConfigException that names what does not fit */
    TableSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
        Map<String, String> problems = TableSinkChecks.problems(this);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("; ", problems.values()));
        }
    }

    private TableSinkConfig(Map<String, String> settings, boolean checked) {
        super(DEFINITION, settings, checked);
    }

    /** Settings that are valid one by one; whether they fit together is not checked yet. */
    static TableSinkConfig unchecked(Map<String, String> settings) {
        return new TableSinkConfig(settings, false);
    }

    String connectorName() {
        return originalsStrings().getOrDefault("name", "table-sink");
    }

    /** Which of the connector's tasks it is; each gets its number from the connector. */
    String task() {
        return originalsStrings().getOrDefault(TASK, "0");
    }

    /** Whether the connector reads a topic. */
    boolean reads(String topic) {
        String names = originalsStrings().getOrDefault(SinkTask.TOPICS_CONFIG, "");
        String pattern = originalsStrings().getOrDefault(SinkTask.TOPICS_REGEX_CONFIG, "");
        return List.of(names.strip().split("\\s*,\\s*", -1)).contains(topic)
                || (!pattern.isBlank() && Pattern.matches(pattern, topic));
    }

    String url() {
        return getString(URL);
    }

    /** How connections are opened, with a driver of our own class loader. */
    DataSource dataSource() {
        return new DriverSource(
                JdbcDrivers.forUrl(URL, url()), url(), getString(USER), getPassword(PASSWORD), timeout());
    }

    Duration timeout() {
        return DurationSetting.parse(TIMEOUT, getString(TIMEOUT));
    }

    Duration retryTimeout() {
        return DurationSetting.parse(RETRY_TIMEOUT, getString(RETRY_TIMEOUT));
    }

    boolean createsTables() {
        return getBoolean(TABLE_CREATE);
    }

    SchemaEvolution evolution() {
        return SchemaEvolution.valueOf(getString(SCHEMA_EVOLUTION).toUpperCase(Locale.ROOT));
    }

    TableName offsetsTable() {
        TableFormat format = TableFormat.parse(OFFSETS_TABLE, getString(OFFSETS_TABLE));
        return new TableName(format.schema(), format.table());
    }

    ReaderSettings reader() {
        return new ReaderSettings(
                TableFormat.parse(TABLE_FORMAT, getString(TABLE_FORMAT)),
                getString(VALUE_FORMAT).equals("debezium"),
                getString(WRITE_MODE).equals("insert"),
                getString(DELETES).equals("apply"),
                deleteWhen(),
                keySource(),
                getList(KEY_COLUMNS),
                declared(),
                eventTime());
    }

    @Nullable
    Expression deleteWhen() {
        String condition = getString(DELETE_WHEN);
        return condition == null ? null : Expression.parse(DELETE_WHEN, condition, ExpressionType.BOOL);
    }

    KeySource keySource() {
        return KeySource.valueOf(getString(KEY_FROM).toUpperCase(Locale.ROOT));
    }

    DeclaredColumns declared() {
        return DeclaredColumns.parse(COLUMNS, getString(COLUMNS));
    }

    @Nullable
    EventTime eventTime() {
        String path = getString(EVENT_TIME);
        return path == null
                ? null
                : new EventTime(
                        FieldPath.parse(EVENT_TIME, path),
                        UNITS.getOrDefault(getString(EVENT_TIME_UNIT), ChronoUnit.MILLIS));
    }

    long rememberMicros() {
        return 1_000
                * DurationSetting.parse(EVENT_TIME_REMEMBER, getString(EVENT_TIME_REMEMBER))
                        .toMillis();
    }

    private static ConfigDef.Validator rule(String description, BiConsumer<String, Object> check) {
        return ConfigDef.LambdaValidator.with(check, () -> description);
    }
}
