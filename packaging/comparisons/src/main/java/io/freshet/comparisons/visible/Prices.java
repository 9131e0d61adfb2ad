package io.freshet.comparisons.visible;

import io.freshet.local.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A table in PostgreSQL whose rows are changed one by one, each change with a number of its own. */
final class Prices implements AutoCloseable {
    static final String TABLE = "public.prices";

    private static final int ROWS = 500;

    private final Connection connection;
    private final PreparedStatement update;

    Prices(PostgresServer postgres) throws SQLException {
        connection = postgres.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table prices (id integer primary key, price numeric, change bigint)");
            statement.execute("insert into prices select id, 9.99, -1 from generate_series(0, " + (ROWS - 1) + ") id");
        }
        connection.setAutoCommit(false);
        update = connection.prepareStatement("update prices set change = ? where id = ?");
    }

    /** Changes a row; returns when COMMIT was sent, in nanoseconds of this JVM. */
    long change(long number) throws SQLException {
        update.setLong(1, number);
        update.setInt(2, row(number));
        update.executeUpdate();
        long sent = System.nanoTime();
        connection.commit();
        return sent;
    }

    /** The row that a change is made to. */
    static int row(long number) {
        return (int) (number % ROWS);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
