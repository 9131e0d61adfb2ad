package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** PostgreSQL takes a whole column of values as one array: one statement for any number of rows. */
final class PostgresStatements implements RowStatements {

    private static final int MOST_TEXTS = 200;

    private final Database database;
    private final Map<Layout, String> puts = new HashMap<>();
    private final Map<Layout, String> deletes = new HashMap<>();

    PostgresStatements(Database database) {
        this.database = database;
    }

    @Override
    public void put(Connection connection, Layout layout, List<Change> changes) throws SQLException {
        run(connection, text(puts, layout, this::putText), layout.columns(), changes);
    }

    @Override
    public void delete(Connection connection, Layout layout, List<Change> changes) throws SQLException {
        run(connection, text(deletes, layout, this::deleteText), layout.keyColumns(), changes);
    }

    private interface Text {
        String of(Layout layout);
    }

    private static String text(Map<Layout, String> known, Layout layout, Text text) {
        if (known.size() > MOST_TEXTS) {
            known.clear();
        }
        return known.computeIfAbsent(layout, text::of);
    }

    private String putText(Layout layout) {
        return insertText(layout) + onConflict(layout);
    }

    /** Without what is to be done about rows that are there, which are called v. */
    String insertText(Layout layout) {
        return "insert into " + database.quoted(layout.table()) + " as v (" + names(layout.columns()) + ") select "
                + IntStream.range(0, layout.columns().size())
                        .mapToObj(i -> PostgresArray.of(layout.columns().get(i)).read("s.c" + i))
                        .collect(Collectors.joining(", "))
                + " from " + arrays(layout.columns());
    }

    private String onConflict(Layout layout) {
        if (layout.keys() == 0) {
            return "";
        }
        String conflict = " on conflict (" + names(layout.keyColumns()) + ") do ";
        if (layout.otherColumns().isEmpty()) {
            return conflict + "nothing";
        }
        return conflict + "update set "
                + layout.otherColumns().stream()
                        .map(column -> database.quoted(column.name()))
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", "));
    }

    private String deleteText(Layout layout) {
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < layout.keyColumns().size(); i++) {
            Column column = layout.keyColumns().get(i);
            equal.add("t." + database.quoted(column.name()) + " = "
                    + PostgresArray.of(column).read("s.c" + i));
        }
        return "delete from " + database.quoted(layout.table()) + " as t using " + arrays(layout.keyColumns())
                + " where " + String.join(" and ", equal);
    }

    private static String arrays(List<Column> columns) {
        List<String> arrays = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            arrays.add("cast(? as " + PostgresArray.of(columns.get(i)).element() + "[])");
            names.add("c" + i);
        }
        return "unnest(" + String.join(", ", arrays) + ") as s(" + String.join(", ", names) + ")";
    }

    private String names(List<Column> columns) {
        return columns.stream().map(column -> database.quoted(column.name())).collect(Collectors.joining(", "));
    }

    private void run(Connection connection, String text, List<Column> columns, List<Change> changes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            bind(connection, statement, columns, changes);
            statement.executeUpdate();
        }
    }

    void bind(Connection connection, PreparedStatement statement, List<Column> columns, List<Change> changes)
            throws SQLException {
        statement.setQueryTimeout(database.timeoutSeconds());
        for (int i = 0; i < columns.size(); i++) {
            PostgresArray type = PostgresArray.of(columns.get(i));
            statement.setArray(i + 1, connection.createArrayOf(type.element(), type.values(changes, i)));
        }
    }
}
