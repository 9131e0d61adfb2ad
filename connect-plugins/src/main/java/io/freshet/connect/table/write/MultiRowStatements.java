package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.Product;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStepN;
import org.jooq.Record;
import org.jooq.RowN;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * One statement for many rows, with a place for each value. Its text is made once for each number of rows, which are powers of
 * two, so that there are few of them.
 */
final class MultiRowStatements implements RowStatements {

    private static final int MOST_ROWS = 1_024;
    /** What SQLite takes at most; others take more. */
    private static final int MOST_PLACES = 32_000;

    private static final int MOST_TEXTS = 1_000;

    private final Database database;
    private final ColumnBinding binding;
    private final Map<Shape, String> texts = new HashMap<>();

    private record Shape(boolean put, Layout layout, int rows) {}

    MultiRowStatements(Database database) {
        this.database = database;
        this.binding = new ColumnBinding(database.product());
    }

    @Override
    public void put(Connection connection, Layout layout, List<Change> changes) throws SQLException {
        run(connection, true, layout, layout.columns().size(), changes);
    }

    @Override
    public void delete(Connection connection, Layout layout, List<Change> changes) throws SQLException {
        run(connection, false, layout, layout.keys(), changes);
    }

    private void run(Connection connection, boolean put, Layout layout, int columns, List<Change> changes)
            throws SQLException {
        int most = Integer.highestOneBit(Math.max(1, Math.min(MOST_ROWS, MOST_PLACES / columns)));
        int from = 0;
        while (from < changes.size()) {
            int rows = Math.min(most, Integer.highestOneBit(changes.size() - from));
            String text = text(new Shape(put, layout, rows));
            try {
                run(connection, text, columns, changes.subList(from, from + rows));
            } catch (SQLException e) {
                throw database.product().isMySql() ? OtherRow.explained(e, layout) : e;
            }
            from += rows;
        }
    }

    private void run(Connection connection, String text, int columns, List<Change> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setQueryTimeout(database.timeoutSeconds());
            int place = 1;
            for (Change change : changes) {
                for (int i = 0; i < columns; i++) {
                    binding.bind(statement, place++, change.value(i));
                }
            }
            statement.executeUpdate();
        }
    }

    private String text(Shape shape) {
        if (texts.size() > MOST_TEXTS) {
            texts.clear();
        }
        return texts.computeIfAbsent(
                shape,
                wanted -> wanted.put ? putText(wanted.layout, wanted.rows) : deleteText(wanted.layout, wanted.rows));
    }

    private String putText(Layout layout, int rows) {
        if (database.product() == Product.H2 && layout.keys() > 0) {
            return mergeText(layout, rows);
        }
        DSLContext sql = database.sql();
        List<Field<Object>> fields = fields(layout.columns());
        InsertValuesStepN<Record> insert = sql.insertInto(table(layout), fields);
        for (int i = 0; i < rows; i++) {
            insert = insert.values(Collections.nCopies(fields.size(), place()));
        }
        if (layout.keys() == 0) {
            return sql.render(insert);
        }
        List<Field<Object>> keys = fields.subList(0, layout.keys());
        Map<Field<?>, Field<?>> news = new LinkedHashMap<>();
        if (database.product().isMySql()) {
            news.putAll(OtherRow.refused(layout));
        } else if (layout.otherColumns().isEmpty()) {
            return sql.render(insert.onConflict(keys).doNothing());
        }
        fields.subList(layout.keys(), fields.size()).forEach(field -> news.put(field, DSL.excluded(field)));
        return sql.render(insert.onConflict(keys).doUpdate().set(news));
    }

    /** H2's own statement: jOOQ has it for one row only. */
    private String mergeText(Layout layout, int rows) {
        String row =
                "(" + String.join(", ", Collections.nCopies(layout.columns().size(), "?")) + ")";
        return "merge into " + database.quoted(layout.table()) + " (" + names(layout.columns()) + ") key ("
                + names(layout.keyColumns()) + ") values " + String.join(", ", Collections.nCopies(rows, row));
    }

    private String names(List<Column> columns) {
        return columns.stream().map(column -> database.quoted(column.name())).collect(Collectors.joining(", "));
    }

    private String deleteText(Layout layout, int rows) {
        DSLContext sql = database.sql();
        List<Field<Object>> keys = fields(layout.keyColumns());
        Condition found = keys.size() == 1
                ? keys.get(0).in(Collections.nCopies(rows, place()))
                : DSL.row(keys).in(Collections.nCopies(rows, places(keys.size())));
        return sql.render(sql.deleteFrom(table(layout)).where(found));
    }

    private static RowN places(int count) {
        return DSL.row(Collections.nCopies(count, place()));
    }

    private static Field<Object> place() {
        return DSL.field("?");
    }

    private static Table<Record> table(Layout layout) {
        return DSL.table(Database.name(layout.table()));
    }

    private static List<Field<Object>> fields(List<Column> columns) {
        List<Field<Object>> fields = new ArrayList<>();
        columns.forEach(column -> fields.add(DSL.field(DSL.name(column.name()))));
        return fields;
    }
}
