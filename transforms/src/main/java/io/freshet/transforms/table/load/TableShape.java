package io.freshet.transforms.table.load;

import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadFailedException;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.Sight;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What the database says of a table, and the query that reads a row of it. */
final class TableShape {

    private static final String UNDEFINED_FUNCTION = "42883";

    /** More rows than these are not looked through for one that has exactly the key. */
    private static final int MOST_ROWS = 100;

    private final RowQuery source;
    private final List<KeyColumn> key;

    /** The columns that the key of the changes has: {@code key}, unless rows are found by others. */
    private final List<KeyColumn> id;

    private final List<ColumnReader> readers;
    private final Columns columns;
    private final boolean tellsSight;
    private final boolean isOrdered;
    private final String query;

    private TableShape(
            RowQuery source,
            List<KeyColumn> key,
            List<KeyColumn> id,
            List<ColumnReader> readers,
            List<String> newestBy,
            boolean tellsSight) {
        this.source = source;
        this.key = key;
        this.id = id;
        this.readers = readers;
        this.tellsSight = tellsSight;
        this.isOrdered = !newestBy.isEmpty();
        this.columns = Columns.typed(
                readers.stream().map(ColumnReader::name).toList(),
                readers.stream().map(ColumnReader::schema).toList());
        this.query = source.ofKey(
                Stream.of(
                                key.stream().map(KeyColumn::name),
                                isFoundById()
                                        ? Stream.<String>empty()
                                        : id.stream().map(KeyColumn::name),
                                readers.stream().map(ColumnReader::name))
                        .flatMap(names -> names)
                        .toList(),
                names(key),
                newestBy,
                tellsSight);
    }

    private boolean isFoundById() {
        return key == id;
    }

    /**
     * Asks the database.
     *
     * @throws LoadFailedException if the table is not what the settings say
     */
    static TableShape read(Connection connection, LookupConfig config, Wanted wanted) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        if (connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED) {
            throw new LoadFailedException(
                    "The database lets what is not committed be read by default. Expecting another isolation in the URL",
                    null);
        }
        boolean postgres = "PostgreSQL".equals(database.getDatabaseProductName());
        if (wanted.changeTime()) {
            checkChangeTimes(connection, postgres);
        }
        RowQuery source = new RowQuery(
                config.table(),
                config.query(),
                database.getIdentifierQuoteString().strip());
        List<String> idNames = config.key().isEmpty() ? primaryKey(connection, config.table()) : config.key();
        try (PreparedStatement none = connection.prepareStatement(source.ofNothing())) {
            ResultSetMetaData metadata = none.getMetaData();
            List<String> found = namesIn(metadata);
            List<KeyColumn> id = keyColumns(source, metadata, found, idNames, "table.jdbc.key", postgres);
            List<KeyColumn> key = wanted.keyColumns().isEmpty()
                    ? id
                    : keyColumns(source, metadata, found, wanted.keyColumns(), "table.key", postgres);
            checkParameters(config.query(), key);
            List<ColumnReader> readers = new ArrayList<>();
            for (String name : wanted.columns().isEmpty() ? found : wanted.columns()) {
                readers.add(ColumnReader.of(metadata, index(source, found, name, "fields")));
            }
            if (wanted.changeTime()) {
                readers.add(ColumnReader.ofChangeTime());
            }
            config.newestBy().forEach(name -> index(source, found, name, "table.jdbc.newest.by"));
            return new TableShape(
                    source, key, id, readers, newestBy(config, idNames), postgres && tellsSight(connection));
        }
    }

    /** Of two rows that are equally new always the same one is found. */
    private static List<String> newestBy(LookupConfig config, List<String> id) {
        return config.newestBy().isEmpty()
                ? List.of()
                : Stream.concat(config.newestBy().stream(), id.stream())
                        .distinct()
                        .toList();
    }

    private static List<KeyColumn> keyColumns(
            RowQuery source,
            ResultSetMetaData metadata,
            List<String> found,
            List<String> names,
            String setting,
            boolean postgres)
            throws SQLException {
        List<KeyColumn> columns = new ArrayList<>();
        for (String name : names) {
            int index = index(source, found, name, setting);
            columns.add(KeyColumn.of(
                    source.toString(),
                    name,
                    metadata.getColumnType(index),
                    metadata.getColumnTypeName(index),
                    postgres));
        }
        return columns;
    }

    private static void checkParameters(@Nullable QueryText query, List<KeyColumn> key) {
        if (query != null && query.parameters() != key.size()) {
            throw new LoadFailedException(
                    "Setting 'table.jdbc.query' has " + query.parameters() + " times ?. Expecting one for each of "
                            + names(key) + ", in that order",
                    null);
        }
    }

    private static void checkChangeTimes(Connection connection, boolean postgres) throws SQLException {
        if (!postgres) {
            throw new LoadFailedException(
                    "With table.mode=lookup, change.time.field takes PostgreSQL: no other database tells when a row"
                            + " changed",
                    null);
        }
        try (Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery("SHOW track_commit_timestamp")) {
            setting.next();
            if (!"on".equals(setting.getString(1))) {
                throw new LoadFailedException(
                        "With table.mode=lookup, change.time.field takes track_commit_timestamp=on in PostgreSQL. Found: "
                                + setting.getString(1),
                        null);
            }
        }
    }

    private static List<String> namesIn(ResultSetMetaData metadata) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            names.add(metadata.getColumnLabel(i));
        }
        return names;
    }

    private static int index(RowQuery source, List<String> found, String name, String setting) {
        int index = found.indexOf(name);
        if (index < 0) {
            throw new LoadFailedException(
                    "Setting '" + setting + "' names column '" + name + "', which " + source + " does not have. Columns"
                            + " found: " + found,
                    null);
        }
        return index + 1;
    }

    private static List<String> primaryKey(Connection connection, TableName table) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        boolean hasSchemas = database.supportsSchemasInDataManipulation();
        String catalog = hasSchemas || table.schema() == null ? connection.getCatalog() : table.schema();
        String schema = !hasSchemas ? null : table.schema() == null ? connection.getSchema() : table.schema();
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet keys = database.getPrimaryKeys(catalog, schema, table.table())) {
            while (keys.next()) {
                columns.put(keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME"));
            }
        }
        if (columns.isEmpty()) {
            throw new LoadFailedException(
                    "The database knows no table " + table + " with a primary key. Expecting one, or table.jdbc.key",
                    null);
        }
        return List.copyOf(columns.values());
    }

    /** Databases that only speak like PostgreSQL may have no such function. */
    private static boolean tellsSight(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT txid_current_snapshot(), pg_is_in_recovery()");
            return true;
        } catch (SQLException e) {
            if (UNDEFINED_FUNCTION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    Columns columns() {
        return columns;
    }

    /**
     * Checks that a row may have what a change tells.
     *
     * @param told the key of the change
     * @param found what its row is found by from now on, null where it is that key, or nothing
     * @throws org.apache.kafka.connect.errors.DataException if not; the message names column and type
     */
    void check(RowKey told, @Nullable RowKey found) {
        check(id, told);
        if (found != null) {
            check(key, found);
        }
    }

    private void check(List<KeyColumn> columns, RowKey told) {
        if (told.parts() != columns.size()) {
            throw new DataException(wrongParts(columns, told));
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).value(told.part(i));
        }
    }

    private String wrongParts(List<KeyColumn> columns, RowKey found) {
        return "Expecting the key columns of " + source + ", " + names(columns) + ". Found: a key of " + found.parts()
                + " parts";
    }

    /** Returns the values of the key's columns, null if no row can have them. */
    private @Nullable List<Object> values(RowKey found) {
        if (found.parts() != key.size()) {
            throw new LoadFailedException(wrongParts(key, found), null);
        }
        List<Object> values = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            Object value = key.get(i).value(found.part(i));
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /** Reads the row of a key. */
    LoadedRow read(Connection connection, RowKey wanted, Duration timeout) throws SQLException {
        List<Object> values = values(wanted);
        if (values == null) {
            return new LoadedRow(null, NEVER_CHANGES);
        }
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout((int) Math.max(1, (timeout.toMillis() + 999) / 1_000));
            if (!isFoundById()) {
                statement.setMaxRows(MOST_ROWS);
            }
            for (int i = 0; i < values.size(); i++) {
                key.get(i).set(statement, i + 1, values.get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                return read(result, wanted);
            }
        }
    }

    /** No row will ever have that key, so no change can be missed. */
    private static final Sight NEVER_CHANGES = transaction -> Sight.Seen.YES;

    /** A database may find keys equal that are not, such as those that differ in case, so what it found is compared again. */
    private LoadedRow read(ResultSet result, RowKey wanted) throws SQLException {
        LoadedRow found = null;
        Sight sight = Sight.NONE;
        int rows = 0;
        while (result.next()) {
            rows++;
            if (tellsSight) {
                sight = sight(result);
            }
            if (!wanted.equals(keyOf(result, key, 1))) {
                continue;
            }
            if (found != null) {
                throw severalRows();
            }
            found = new LoadedRow(row(result), sight, isFoundById() ? null : keyOf(result, id, key.size() + 1));
            if (isOrdered) {
                return found;
            }
        }
        if (found == null && rows >= MOST_ROWS) {
            throw new LoadFailedException(
                    "The database finds " + MOST_ROWS + " rows of " + source + " equal to a key that are not. Expecting"
                            + " columns that are compared exactly in " + names(key),
                    null);
        }
        return found == null ? new LoadedRow(null, sight) : found;
    }

    private LoadFailedException severalRows() {
        return new LoadFailedException(
                "Several rows of " + source + " have the same " + names(key) + ". Expecting "
                        + (isFoundById()
                                ? "columns that tell a row from all others in table.jdbc.key"
                                : "the columns that tell which of them changed last in table.jdbc.newest.by, or a"
                                        + " table.jdbc.query that finds one"),
                null);
    }

    private static List<String> names(List<KeyColumn> columns) {
        return columns.stream().map(KeyColumn::name).toList();
    }

    private Sight sight(ResultSet result) throws SQLException {
        int index = firstRead() + readers.size();
        if (result.getBoolean(index + 1)) {
            throw new StandbyException();
        }
        return PostgresSight.parse(result.getString(index));
    }

    private int firstRead() {
        return 1 + key.size() + (isFoundById() ? 0 : id.size());
    }

    private static @Nullable RowKey keyOf(ResultSet result, List<KeyColumn> columns, int first) throws SQLException {
        List<Object> parts = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Object part = columns.get(i).read(result, first + i);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return RowKey.of(parts);
    }

    private Row row(ResultSet result) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[readers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = readers.get(i).read(result, firstRead() + i);
        }
        return new Row(columns, values);
    }

    /** Returns where in a row that the feed tells the values are, null if it does not tell them as they would be read. */
    int @Nullable [] indexesIn(Columns told) {
        // What a query of the user's makes of a row, a change does not tell.
        if (!told.isTyped() || source.instead() != null) {
            return null;
        }
        int[] indexes = new int[readers.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = told.indexOf(readers.get(i).name());
            if (indexes[i] < 0 || !readers.get(i).isTold(told.schema(indexes[i]))) {
                return null;
            }
        }
        return indexes;
    }

    /** What is read of a standby may be older than what has been read of the primary. */
    private static final class StandbyException extends SQLException {
        private static final long serialVersionUID = 1L;

        StandbyException() {
            super("it is a standby. Expecting the primary in table.jdbc.url");
        }
    }
}
