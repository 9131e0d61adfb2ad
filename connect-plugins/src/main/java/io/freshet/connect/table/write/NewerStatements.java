package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.Product;
import io.freshet.connect.table.write.VersionTable.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes versions where they are newer than what is there, and tells which were. One that is there already counts as newer: its
 * record comes again, because somebody has set the offsets back, and its row may be gone.
 */
final class NewerStatements {

    private static final int MOST_ROWS = 512;

    private final Database database;

    NewerStatements(Database database) {
        this.database = database;
    }

    Set<Place> putNewer(Connection connection, Layout layout, List<Change> changes) throws SQLException {
        Set<Place> newer = new HashSet<>();
        if (database.product() == Product.POSTGRES) {
            PostgresStatements postgres = new PostgresStatements(database);
            try (PreparedStatement statement = connection.prepareStatement(
                    postgres.insertText(layout) + " on conflict (" + names(layout.keyColumns()) + ") do update set "
                            + each(layout.otherColumns(), ", ", name -> name + " = excluded." + name) + " where ("
                            + order("excluded.") + ") >= (" + order("v.") + ") returning " + place("v."))) {
                postgres.bind(connection, statement, layout.columns(), changes);
                read(statement, newer);
            }
            return newer;
        }
        for (int from = 0; from < changes.size(); from += MOST_ROWS) {
            put(connection, layout, changes.subList(from, Math.min(changes.size(), from + MOST_ROWS)), newer);
        }
        return newer;
    }

    private void put(Connection connection, Layout layout, List<Change> changes, Set<Place> newer) throws SQLException {
        run(
                connection,
                putText(layout, changes.size()),
                changes,
                layout.columns().size(),
                null);
        run(connection, findText(layout, changes.size()), changes, layout.keys(), newer);
    }

    private void run(
            Connection connection,
            String text,
            List<Change> changes,
            int columns,
            @org.jspecify.annotations.Nullable Set<Place> found)
            throws SQLException {
        ColumnBinding binding = new ColumnBinding(database.product());
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setQueryTimeout(database.timeoutSeconds());
            int place = 1;
            for (Change change : changes) {
                for (int i = 0; i < columns; i++) {
                    binding.bind(statement, place++, change.value(i));
                }
            }
            if (found == null) {
                statement.executeUpdate();
            } else {
                read(statement, found);
            }
        }
    }

    private static void read(PreparedStatement statement, Set<Place> places) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                places.add(new Place(result.getString(1), result.getLong(2), result.getLong(3)));
            }
        }
    }

    private String putText(Layout layout, int rows) {
        String into = " into " + database.quoted(layout.table());
        String values = String.join(", ", Collections.nCopies(rows, row(layout.columns())));
        String names = " (" + names(layout.columns()) + ")";
        return switch (database.product()) {
            case SQLITE, POSTGRES ->
                "insert" + into + " as v" + names + " values " + values + " on conflict (" + names(layout.keyColumns())
                        + ") do update set " + each(layout.otherColumns(), ", ", name -> name + " = excluded." + name)
                        + " where (" + order("excluded.") + ") > (" + order("v.") + ")";
            case H2 ->
                "merge" + into + " as v using (values " + values + ") as s" + names + " on "
                        + each(layout.keyColumns(), " and ", name -> "v." + name + " = s." + name)
                        + " when matched and (" + order("s.") + ") > (" + order("v.") + ") then update set "
                        + each(layout.otherColumns(), ", ", name -> name + " = s." + name)
                        + " when not matched then insert" + names + " values ("
                        + each(layout.columns(), ", ", name -> "s." + name) + ")";
            case MARIADB, MYSQL ->
                "insert" + into + names + " values " + values + " on duplicate key update " + updates();
        };
    }

    /**
     * Assignments are done one after the other, and see what those before have done: so the columns come from the last that is
     * compared to the first, each with those only that are still as they were.
     */
    private String updates() {
        List<String> updates = new ArrayList<>();
        updates.add(update(VersionTable.DELETED, VersionTable.ORDER.size()));
        for (int i = VersionTable.ORDER.size(); i > 0; i--) {
            updates.add(update(VersionTable.ORDER.get(i - 1), i));
        }
        return String.join(", ", updates);
    }

    private String update(Column column, int compared) {
        List<Column> first = VersionTable.ORDER.subList(0, compared);
        String name = database.quoted(column.name());
        return name + " = if((" + each(first, ", ", each -> "values(" + each + ")") + ") > (" + names(first)
                + "), values(" + name + "), " + name + ")";
    }

    private String findText(Layout layout, int rows) {
        String keys = names(layout.keyColumns());
        String row = layout.keys() == 1 ? "?" : "(" + String.join(", ", Collections.nCopies(layout.keys(), "?")) + ")";
        String places = String.join(", ", Collections.nCopies(rows, row));
        boolean values = layout.keys() > 1 && database.product() == Product.SQLITE;
        return "select " + place("") + " from " + database.quoted(layout.table()) + " where "
                + (layout.keys() == 1 ? keys : "(" + keys + ")") + " in (" + (values ? "values " : "") + places + ")";
    }

    private String row(List<Column> columns) {
        return columns.stream()
                .map(column -> database.product() == Product.H2 ? "cast(? as " + column.typeName() + ")" : "?")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String place(String of) {
        return of + database.quoted("freshet_topic") + ", " + of + database.quoted("freshet_partition") + ", " + of
                + database.quoted("freshet_offset");
    }

    private String order(String of) {
        return each(VersionTable.ORDER, ", ", name -> of + name);
    }

    private String names(List<Column> columns) {
        return each(columns, ", ", name -> name);
    }

    private String each(List<Column> columns, String between, Function<String, String> text) {
        return columns.stream()
                .map(column -> text.apply(database.quoted(column.name())))
                .collect(Collectors.joining(between));
    }
}
