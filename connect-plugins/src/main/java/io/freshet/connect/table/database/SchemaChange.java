package io.freshet.connect.table.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;

/**
 * Statements that create or alter tables and indexes. Several tasks may run the same at the same time, and one may have been killed
 * after it: who comes second finds it done.
 */
public final class SchemaChange {

    /** A table, column, key or index is there already. */
    private static final Set<String> DONE = Set.of("42P07", "42701", "23505", "42S01", "42S21", "42S11");

    /** MySQL: an index is there already. */
    private static final int DUPLICATE_INDEX = 1061;

    private SchemaChange() {}

    /** Runs a statement and commits it. */
    public static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!isDoneAlready(e)) {
                throw e;
            }
        }
    }

    private static boolean isDoneAlready(SQLException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return DONE.contains(String.valueOf(e.getSQLState()))
                || e.getErrorCode() == DUPLICATE_INDEX
                || message.contains("already exists")
                || message.contains("duplicate column");
    }
}
