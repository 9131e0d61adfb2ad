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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What the database says of a table, and the query that reads a row of it. */
final class TableShape {

    private static final String UNDEFINED_FUNCTION = "42883";

    private final TableName table;
    private final List<KeyColumn> key;
    private final List<ColumnReader> readers;
    private final Columns columns;
    private final boolean tellsSight;
    private final String query;

    private TableShape(
            TableName table, List<KeyColumn> key, List<ColumnReader> readers, boolean tellsSight, String quote) {
        this.table = table;
        this.key = key;
        this.readers = readers;
        this.tellsSight = tellsSight;
        this.columns = Columns.typed(
                readers.stream().map(ColumnReader::name).toList(),
                readers.stream().map(ColumnReader::schema).toList());
        this.query = query(quote);
    }

    /**
     * Asks the database.
     *
     * @param wanted the columns to read, all if empty
     * @throws LoadFailedException if the table is not what the settings say
     */
    static TableShape read(Connection connection, LookupConfig config, List<String> wanted) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        if (connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED) {
            throw new LoadFailedException(
                    "The database lets what is not committed be read by default. Expecting another isolation in the URL",
                    null);
        }
        String quote = database.getIdentifierQuoteString().strip();
        boolean postgres = "PostgreSQL".equals(database.getDatabaseProductName());
        List<String> keyNames = config.key().isEmpty() ? primaryKey(connection, config.table()) : config.key();
        try (Statement statement = connection.createStatement();
                ResultSet none =
                        statement.executeQuery("SELECT * FROM " + quoted(config.table(), quote) + " WHERE 1 = 0")) {
            ResultSetMetaData metadata = none.getMetaData();
            List<String> found = names(metadata);
            List<KeyColumn> key = new ArrayList<>();
            for (String name : keyNames) {
                int index = index(config.table(), found, name, "table.jdbc.key");
                key.add(KeyColumn.of(
                        config.table().toString(),
                        name,
                        metadata.getColumnType(index),
                        metadata.getColumnTypeName(index),
                        postgres));
            }
            List<ColumnReader> readers = new ArrayList<>();
            for (String name : wanted.isEmpty() ? found : wanted) {
                readers.add(ColumnReader.of(metadata, index(config.table(), found, name, "fields")));
            }
            return new TableShape(config.table(), key, readers, postgres && tellsSight(connection), quote);
        }
    }

    private static List<String> names(ResultSetMetaData metadata) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            names.add(metadata.getColumnLabel(i));
        }
        return names;
    }

    private static int index(TableName table, List<String> found, String name, String setting) {
        int index = found.indexOf(name);
        if (index < 0) {
            throw new LoadFailedException(
                    "Setting '" + setting + "' names column '" + name + "', which " + table + " does not have. Columns"
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

    private static String quoted(TableName table, String quote) {
        return table.schema() == null
                ? quoted(table.table(), quote)
                : quoted(table.schema(), quote) + "." + quoted(table.table(), quote);
    }

    private static String quoted(String name, String quote) {
        return quote.isEmpty() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    /** Also where there is no row, what the statement sees is to be known: a row of its own is joined with the table's. */
    private String query(String quote) {
        String selected = Stream.concat(
                        key.stream().map(KeyColumn::name), readers.stream().map(ColumnReader::name))
                .map(name -> "t." + quoted(name, quote))
                .collect(Collectors.joining(", "));
        String condition = key.stream()
                .map(column -> "t." + quoted(column.name(), quote) + " = ?")
                .collect(Collectors.joining(" AND "));
        String from = quoted(table, quote) + " t";
        return tellsSight
                ? "SELECT " + selected + ", s.seen, s.standby FROM (SELECT txid_current_snapshot()::text AS seen,"
                        + " pg_is_in_recovery() AS standby) s LEFT JOIN " + from + " ON " + condition
                : "SELECT " + selected + " FROM " + from + " WHERE " + condition;
    }

    Columns columns() {
        return columns;
    }

    /**
     * Checks that a row may have this key.
     *
     * @throws org.apache.kafka.connect.errors.DataException if not; the message names column and type
     */
    void check(RowKey told) {
        if (told.parts() != key.size()) {
            throw new DataException(wrongParts(told));
        }
        for (int i = 0; i < key.size(); i++) {
            key.get(i).value(told.part(i));
        }
    }

    private String wrongParts(RowKey found) {
        return "Expecting the key columns of " + table + ", "
                + key.stream().map(KeyColumn::name).toList() + ". Found: a key of " + found.parts() + " parts";
    }

    /** Returns the values of the key's columns, null if no row can have them. */
    private @Nullable List<Object> values(RowKey found) {
        if (found.parts() != key.size()) {
            throw new LoadFailedException(wrongParts(found), null);
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
        Row row = null;
        Sight sight = Sight.NONE;
        while (result.next()) {
            if (tellsSight) {
                sight = sight(result);
            }
            if (!wanted.equals(keyOf(result))) {
                continue;
            }
            if (row != null) {
                throw new LoadFailedException(
                        "Several rows of " + table + " have the same "
                                + key.stream().map(KeyColumn::name).toList() + ". Expecting columns that tell a row"
                                + " from all others in table.jdbc.key",
                        null);
            }
            row = row(result);
        }
        return new LoadedRow(row, sight);
    }

    private Sight sight(ResultSet result) throws SQLException {
        int index = key.size() + readers.size() + 1;
        if (result.getBoolean(index + 1)) {
            throw new StandbyException();
        }
        return PostgresSight.parse(result.getString(index));
    }

    private @Nullable RowKey keyOf(ResultSet result) throws SQLException {
        List<Object> parts = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            Object part = key.get(i).read(result, i + 1);
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
            values[i] = readers.get(i).read(result, key.size() + i + 1);
        }
        return new Row(columns, values);
    }

    /** Returns where in a row that the feed tells the values are, null if it does not tell them as they would be read. */
    int @Nullable [] indexesIn(Columns told) {
        if (!told.isTyped()) {
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
