package io.freshet.connect.table.shape;

import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.change.TableName;
import io.freshet.connect.table.change.Wanted;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.SchemaChange;
import io.freshet.connect.table.database.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables that a task writes: created and evolved as far as that is allowed. */
public final class Tables {

    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    private final Database database;
    private final boolean create;
    private final SchemaEvolution evolution;
    private final Map<TableName, TableShape> shapes = new HashMap<>();

    public Tables(Database database, boolean create, SchemaEvolution evolution) {
        this.database = database;
        this.create = create;
        this.evolution = evolution;
    }

    /**
     * Returns the columns of a table that records have values for, in their order.
     *
     * @throws DataException if the table lacks one and may not get it, or has one that cannot hold what records may have
     * @throws SQLException if the database refuses or does not answer
     */
    public Layout layout(TableName table, List<Wanted> wanted) throws SQLException {
        return database.inTransaction(connection -> {
            TableShape shape = shape(connection, table, wanted);
            if (!missing(shape, wanted).isEmpty() || !narrow(shape, wanted).isEmpty()) {
                evolve(connection, table, wanted);
                shape = shape(connection, table, wanted);
            }
            return layout(shape, wanted);
        });
    }

    /** Returns the key columns of a table, nothing if there is no such table, of which nothing can be deleted then. */
    public Optional<Layout> existing(TableName table, List<String> keys) throws SQLException {
        return database.inTransaction(connection -> {
            TableShape shape = known(connection, table);
            if (shape == null) {
                return Optional.empty();
            }
            List<Column> columns = new ArrayList<>();
            for (String key : keys) {
                columns.add(present(shape, key));
            }
            return Optional.of(new Layout(table, columns, columns.size()));
        });
    }

    /** Forgets what is known of tables: somebody has changed one. */
    public void forget() {
        shapes.clear();
    }

    private TableShape shape(Connection connection, TableName table, List<Wanted> wanted) throws SQLException {
        TableShape found = known(connection, table);
        if (found != null) {
            return found;
        }
        if (!create) {
            throw new ConnectException("Table " + table + " does not exist, and table.create=false");
        }
        create(connection, table, wanted);
        TableShape created = TableShape.read(connection, database, table);
        shapes.put(table, created);
        return created;
    }

    private @Nullable TableShape known(Connection connection, TableName table) throws SQLException {
        TableShape known = shapes.get(table);
        if (known == null) {
            try {
                known = TableShape.read(connection, database, table);
                shapes.put(table, known);
            } catch (SQLException e) {
                connection.rollback();
                if (!SqlProblem.isOfTheShape(e)) {
                    throw e;
                }
            }
        }
        return known;
    }

    private void create(Connection connection, TableName table, List<Wanted> wanted) throws SQLException {
        List<String> parts = wanted.stream().map(this::definition).collect(Collectors.toCollection(ArrayList::new));
        List<String> keys = wanted.stream()
                .filter(Wanted::key)
                .map(column -> database.quoted(column.name()))
                .toList();
        if (!keys.isEmpty()) {
            parts.add("primary key (" + String.join(", ", keys) + ")");
        }
        LOG.info("Creating table {} with columns {}", table, wanted);
        SchemaChange.run(
                connection,
                "create table if not exists " + database.quoted(table) + " (" + String.join(", ", parts) + ")");
    }

    private String definition(Wanted column) {
        return database.quoted(column.name()) + " " + TypeNames.of(database.product(), column.type(), column.key())
                + (column.key() ? " not null" : "");
    }

    private void evolve(Connection connection, TableName table, List<Wanted> wanted) throws SQLException {
        TableShape now = TableShape.read(connection, database, table);
        for (Wanted column : missing(now, wanted)) {
            add(connection, table, column);
        }
        for (Wanted column : narrow(now, wanted)) {
            widen(connection, table, column, present(now, column.name()));
        }
        shapes.remove(table);
    }

    private static List<Wanted> missing(TableShape shape, List<Wanted> wanted) {
        return wanted.stream()
                .filter(column -> shape.column(column.name()) == null)
                .toList();
    }

    /** What does not fit is looked at value by value, unless columns may be widened. */
    private List<Wanted> narrow(TableShape shape, List<Wanted> wanted) {
        if (evolution != SchemaEvolution.WIDEN) {
            return List.of();
        }
        return wanted.stream()
                .filter(column -> {
                    Column there = shape.column(column.name());
                    return there != null
                            && !there.type().holds(column.type())
                            && column.type().holds(there.type())
                            && !column.type().equals(there.type());
                })
                .toList();
    }

    private void add(Connection connection, TableName table, Wanted column) throws SQLException {
        if (evolution == SchemaEvolution.NONE) {
            throw new DataException(
                    "Table " + table + " has no column " + column.name() + ", and schema.evolution=none");
        }
        if (column.key()) {
            throw new DataException("Table " + table + " has no column " + column.name()
                    + ", and a column of the key cannot be added to it");
        }
        LOG.info("Adding column {} to table {}", column, table);
        SchemaChange.run(
                connection,
                "alter table " + database.quoted(table) + " add column " + database.quoted(column.name()) + " "
                        + TypeNames.of(database.product(), column.type(), false));
    }

    private void widen(Connection connection, TableName table, Wanted column, Column there) throws SQLException {
        LOG.info("Widening column {} of table {} from {} to {}", column.name(), table, there.type(), column.type());
        String type = TypeNames.of(database.product(), column.type(), column.key());
        String name = database.quoted(column.name());
        String change =
                switch (database.product()) {
                    case POSTGRES -> "alter column " + name + " type " + type;
                    case MARIADB, MYSQL -> "modify column " + name + " " + type + (there.nullable() ? "" : " not null");
                    case H2 -> "alter column " + name + " set data type " + type;
                    case SQLITE ->
                        throw new DataException("Column " + column.name() + " of table " + table + " is " + there.type()
                                + ", and SQLite cannot change the type of a column to " + column.type());
                };
        SchemaChange.run(connection, "alter table " + database.quoted(table) + " " + change);
    }

    private static Layout layout(TableShape shape, List<Wanted> wanted) {
        List<Column> columns = new ArrayList<>();
        int keys = 0;
        for (Wanted column : wanted) {
            columns.add(present(shape, column.name()));
            keys += column.key() ? 1 : 0;
        }
        return new Layout(shape.name(), columns, keys);
    }

    private static Column present(TableShape shape, String name) {
        Column column = shape.column(name);
        if (column == null) {
            throw new DataException("Table " + shape.name() + " has no column " + name);
        }
        return column;
    }
}
