package io.freshet.transforms.table.load;

import io.freshet.transforms.jdbc.JdbcDrivers;
import io.freshet.transforms.settings.ColumnsSetting;
import io.freshet.transforms.settings.DurationSetting;
import io.freshet.transforms.settings.OptionalSetting;
import java.sql.Driver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of a table that is read from its database row by row. Equal settings are the same table. */
public final class LookupConfig {

    private static final String MODE = "table.mode";
    private static final String COMPLETE = "complete";
    private static final String LOOKUP = "lookup";
    /** Of both modes: in one a bound, in the other a limit. */
    public static final String MAX_ROWS = "table.max.rows";

    private static final String MAX_BYTES = "table.max.bytes";
    private static final String EXPIRE_AFTER = "table.expire.after";
    private static final String URL = "table.jdbc.url";
    private static final String USER = "table.jdbc.user";
    private static final String PASSWORD = "table.jdbc.password";
    private static final String TABLE = "table.jdbc.table";
    private static final String KEY = "table.jdbc.key";
    private static final String QUERY = "table.jdbc.query";
    private static final String NEWEST_BY = "table.jdbc.newest.by";
    private static final String TIMEOUT = "table.jdbc.timeout";
    private static final String RETRY_TIMEOUT = "table.jdbc.retry.timeout";
    private static final String POOL_SIZE = "table.jdbc.pool.size";

    private static final long DEFAULT_ROWS = 100_000;

    /** What means nothing without a database. */
    private static final List<String> OF_LOOKUP =
            List.of(MAX_BYTES, EXPIRE_AFTER, URL, USER, PASSWORD, TABLE, KEY, QUERY, NEWEST_BY);

    private final Driver driver;
    private final String url;
    private final @Nullable String user;
    private final @Nullable Password password;
    private final TableName table;
    private final List<String> key;
    private final @Nullable QueryText query;
    private final List<String> newestBy;
    private final Duration timeout;
    private final Duration retryTimeout;
    private final int poolSize;
    private final @Nullable Long maxRows;
    private final @Nullable Long maxBytes;
    private final @Nullable Duration expireAfter;

    private LookupConfig(AbstractConfig config) {
        this.url = required(config, URL);
        this.driver = JdbcDrivers.forUrl(URL, url);
        this.user = config.getString(USER);
        this.password = config.getPassword(PASSWORD);
        this.table = TableName.parse(TABLE, required(config, TABLE));
        this.key = List.copyOf(config.getList(KEY));
        String text = config.getString(QUERY);
        this.query = text == null ? null : QueryText.parse(QUERY, text);
        this.newestBy = List.copyOf(config.getList(NEWEST_BY));
        this.timeout = DurationSetting.parse(TIMEOUT, config.getString(TIMEOUT));
        this.retryTimeout = DurationSetting.parse(RETRY_TIMEOUT, config.getString(RETRY_TIMEOUT));
        this.poolSize = config.getInt(POOL_SIZE);
        this.maxBytes = config.getLong(MAX_BYTES);
        this.maxRows = maxRows(config.getLong(MAX_ROWS), maxBytes);
        String expiry = config.getString(EXPIRE_AFTER);
        this.expireAfter = expiry == null ? null : DurationSetting.parse(EXPIRE_AFTER, expiry);
    }

    private static String required(AbstractConfig config, String setting) {
        String value = config.getString(setting);
        if (value == null || value.isBlank()) {
            throw new ConfigException(setting, value, "Expecting a value with " + MODE + "=" + LOOKUP);
        }
        return value.strip();
    }

    private static @Nullable Long maxRows(@Nullable Long rows, @Nullable Long bytes) {
        if (rows != null && bytes != null) {
            throw new ConfigException(MAX_BYTES, bytes, "Expecting one bound. " + MAX_ROWS + " is set too");
        }
        return rows == null && bytes == null ? Long.valueOf(DEFAULT_ROWS) : rows;
    }

    /**
     * Reads the settings that {@link #addTo} defines; nothing if the table is complete.
     *
     * @throws ConfigException if one is missing, is of no use in this mode, or needs a driver that is not there
     */
    public static Optional<LookupConfig> of(AbstractConfig config) {
        if (config.getString(MODE).equals(LOOKUP)) {
            return Optional.of(new LookupConfig(config));
        }
        for (String setting : OF_LOOKUP) {
            if (config.originals().containsKey(setting)) {
                throw new ConfigException("Setting '" + setting + "' is for " + MODE + "=" + LOOKUP + ". Found: " + MODE
                        + "=" + config.getString(MODE));
            }
        }
        return Optional.empty();
    }

    /**
     * Checks that rows can be found by these columns.
     *
     * @param keyColumns none where it is by the key of the messages
     * @throws ConfigException if not
     */
    public void check(List<String> keyColumns) {
        if (keyColumns.isEmpty() && !newestBy.isEmpty()) {
            throw new ConfigException(
                    NEWEST_BY, newestBy, "Expecting table.key beside it: the key of a message has one row");
        }
        if (query != null && !keyColumns.isEmpty() && query.parameters() != keyColumns.size()) {
            throw new ConfigException(
                    QUERY,
                    query.text(),
                    "Expecting a ? for each of the columns in table.key, which are " + keyColumns.size() + ". Found: "
                            + query.parameters());
        }
    }

    /** Adds these settings to a component's. */
    public static ConfigDef addTo(ConfigDef definition) {
        definition
                .define(
                        MODE,
                        ConfigDef.Type.STRING,
                        COMPLETE,
                        ConfigDef.ValidString.in(COMPLETE, LOOKUP),
                        ConfigDef.Importance.HIGH,
                        "Where rows are: all in memory (complete), or in the database, from where those that are asked"
                                + " for are read and kept in memory as long as there is room (lookup, needs"
                                + " table.jdbc.*). The topic's changes keep both fresh.")
                .define(
                        MAX_ROWS,
                        ConfigDef.Type.LONG,
                        null,
                        AtLeastOne.INSTANCE,
                        ConfigDef.Importance.MEDIUM,
                        "In lookup mode: how many keys are kept in memory, those without a row among them. "
                                + DEFAULT_ROWS + " where neither this nor " + MAX_BYTES
                                + " is set. Of a complete table:"
                                + " with more rows it fails, rather than to take the worker's memory; unset, there is no"
                                + " limit.")
                .define(
                        MAX_BYTES,
                        ConfigDef.Type.LONG,
                        null,
                        AtLeastOne.INSTANCE,
                        ConfigDef.Importance.MEDIUM,
                        "In lookup mode, instead of " + MAX_ROWS
                                + ": how many bytes of heap the keys and rows in memory"
                                + " take, by an estimate that counts about 150 bytes for each besides its values.")
                .define(
                        EXPIRE_AFTER,
                        ConfigDef.Type.STRING,
                        null,
                        new OptionalSetting(DurationSetting.atLeast(Duration.ofMillis(1))),
                        ConfigDef.Importance.LOW,
                        "In lookup mode: how long what was read is used before it is read again. Unset: until a change"
                                + " tells otherwise, or there is no room.");
        return addConnectionTo(definition);
    }

    private static ConfigDef addConnectionTo(ConfigDef definition) {
        return definition
                .define(
                        URL,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.HIGH,
                        "The database that the topic's changes are of, as its JDBC driver wants it: the primary, never"
                                + " a replica. The driver's jar goes into the folder of this plugin. Connect shows and logs"
                                + " it, so a password belongs into " + PASSWORD + ".")
                .define(
                        USER,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.HIGH,
                        "Who reads the database; needs SELECT on the table and nothing else.")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.Importance.HIGH,
                        "The password of table.jdbc.user.")
                .define(
                        TABLE,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.HIGH,
                        "The table, or schema.table, as the database writes them; a name that has dots stands between"
                                + " double quotes.")
                .define(
                        KEY,
                        ConfigDef.Type.LIST,
                        "",
                        new ColumnsSetting(),
                        ConfigDef.Importance.LOW,
                        "The columns that the key of the topic's messages has, in that order: they must tell a row from"
                                + " all others. Empty: the table's primary key.")
                .define(
                        QUERY,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The query that finds the rows of a key, instead of the plain one by its columns: a ? for each value"
                                + " of the key, in the order of table.key (else of the key of the topic's messages), to"
                                + " which the values are bound. Its result has the columns of both keys and those in"
                                + " fields, with their names in the table, and the values of the key that was asked for"
                                + " exactly. The database checks it when the first record asks. A change of another table that"
                                + " it reads is not noticed.")
                .define(
                        NEWEST_BY,
                        ConfigDef.Type.LIST,
                        "",
                        new ColumnsSetting(),
                        ConfigDef.Importance.MEDIUM,
                        "The columns that tell, of several rows with the same values in table.key, which one changed last:"
                                + " the one with the greatest values is found, and when it is gone the next one. A null is"
                                + " less than any value. Empty: several rows are an error.")
                .define(
                        TIMEOUT,
                        ConfigDef.Type.STRING,
                        "5s",
                        DurationSetting.atLeast(Duration.ofMillis(250)),
                        ConfigDef.Importance.LOW,
                        "How long to wait for a connection, and for the answer to a query.")
                .define(
                        RETRY_TIMEOUT,
                        ConfigDef.Type.STRING,
                        "1m",
                        DurationSetting.atLeast(Duration.ZERO),
                        ConfigDef.Importance.MEDIUM,
                        "How long a record waits for a row while the database does not answer, which is tried again with"
                                + " growing pauses; then the task fails, whatever its errors.tolerance. In a sink"
                                + " connector it must stay well below max.poll.interval.ms.")
                .define(
                        POOL_SIZE,
                        ConfigDef.Type.INT,
                        4,
                        ConfigDef.Range.between(1, 1_000),
                        ConfigDef.Importance.LOW,
                        "How many connections to the database a table has at most. Each task asks for one row at a time.");
    }

    Driver driver() {
        return driver;
    }

    String url() {
        return url;
    }

    @Nullable
    String user() {
        return user;
    }

    @Nullable
    Password password() {
        return password;
    }

    TableName table() {
        return table;
    }

    List<String> key() {
        return key;
    }

    /** Returns the query that reads a row instead of the plain one, null if there is none. */
    @Nullable
    QueryText query() {
        return query;
    }

    /** Returns if rows are read by a query of the user's. */
    public boolean hasQuery() {
        return query != null;
    }

    List<String> newestBy() {
        return newestBy;
    }

    Duration timeout() {
        return timeout;
    }

    Duration retryTimeout() {
        return retryTimeout;
    }

    int poolSize() {
        return poolSize;
    }

    /** Returns how many keys may be kept, null if bytes bound it. */
    public @Nullable Long maxRows() {
        return maxRows;
    }

    /** Returns how many bytes may be kept, null if rows bound it. */
    public @Nullable Long maxBytes() {
        return maxBytes;
    }

    /** Returns how long what was read is used, null for as long as no change tells otherwise. */
    public @Nullable Duration expireAfter() {
        return expireAfter;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LookupConfig that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<@Nullable Object> parts() {
        List<@Nullable Object> parts = new ArrayList<>();
        parts.add(url);
        parts.add(user);
        parts.add(password);
        parts.add(table);
        parts.add(key);
        parts.add(query);
        parts.add(newestBy);
        parts.add(timeout);
        parts.add(retryTimeout);
        parts.add(poolSize);
        parts.add(maxRows);
        parts.add(maxBytes);
        parts.add(expireAfter);
        return parts;
    }

    /** Tells the table only: the URL may have a password in it. */
    @Override
    public String toString() {
        return "lookup in " + table;
    }

    private enum AtLeastOne implements ConfigDef.Validator {
        INSTANCE;

        @Override
        public void ensureValid(String setting, @Nullable Object value) {
            if (value instanceof Long number && number < 1) {
                throw new ConfigException(setting, value, "Expecting at least 1");
            }
        }

        @Override
        public String toString() {
            return "at least 1";
        }
    }
}
