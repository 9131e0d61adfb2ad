package io.freshet.connect.table.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.freshet.connect.table.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.tools.JooqLogger;
import org.jspecify.annotations.Nullable;

/** The database of a task: a pool of its own, which connects when it is first asked. */
public final class Database implements AutoCloseable {

    /** In strict mode nothing is cut to fit. */
    private static final String MYSQL_SESSION =
            "set session sql_mode = concat(@@session.sql_mode, ',STRICT_ALL_TABLES'), time_zone = '+00:00'";

    private final HikariDataSource pool;
    private final int timeoutSeconds;
    private @Nullable Product product;
    private @Nullable DSLContext sql;

    /** Something that is done in one transaction. */
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** @param url of the connections that the source opens */
    public Database(DataSource source, String url, String name, Duration timeout) {
        // Its greeting, in this plugin's class loader only.
        JooqLogger.globalThreshold(org.jooq.Log.Level.WARN);
        this.timeoutSeconds = (int) Math.max(1, timeout.toSeconds());
        this.pool = new HikariDataSource(settings(source, url, name, timeout));
    }

    private static HikariConfig settings(DataSource source, String url, String name, Duration timeout) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("freshet-" + name);
        settings.setDataSource(source);
        settings.setMaximumPoolSize(1);
        settings.setMinimumIdle(0);
        settings.setAutoCommit(false);
        settings.setConnectionTimeout(Math.max(250, timeout.toMillis()));
        settings.setValidationTimeout(Math.max(250, Math.min(5_000, timeout.toMillis())));
        settings.setInitializationFailTimeout(-1);
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            settings.setConnectionInitSql(MYSQL_SESSION);
        }
        if (!url.startsWith("jdbc:sqlite:")) {
            settings.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        }
        AtomicInteger threads = new AtomicInteger();
        settings.setThreadFactory(task -> {
            Thread thread = new Thread(task, "freshet-" + name + "-connections-" + threads.incrementAndGet());
            thread.setDaemon(true);
            // A connector's context loader does not see our classes, nor a driver in our folder.
            thread.setContextClassLoader(Database.class.getClassLoader());
            return thread;
        });
        settings.setMaxLifetime(TimeUnit.MINUTES.toMillis(30));
        return settings;
    }

    /**
     * Does something in a transaction, which is undone if it fails.
     *
     * @throws SQLException also if the commit fails; then nobody knows whether it has happened
     */
    public <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            prepare(connection);
            boolean done = false;
            try {
                T result = work.in(connection);
                connection.commit();
                done = true;
                return result;
            } catch (DataAccessException e) {
                throw cause(e);
            } finally {
                if (!done) {
                    rollBack(connection);
                }
            }
        }
    }

    private static SQLException cause(DataAccessException e) {
        SQLException cause = e.getCause(SQLException.class);
        return cause != null ? cause : new SQLException(e);
    }

    private void prepare(Connection connection) throws SQLException {
        if (product == null) {
            product = Product.of(connection);
            sql = DSL.using(product.dialect());
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is of no use any more, and what went wrong is being told already.
        }
    }

    /** How long a statement may take. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** What kind of database it is; known once something was done in it. */
    public Product product() {
        return Objects.requireNonNull(product, "nothing was done yet");
    }

    /** What writes SQL in the database's own way. */
    public DSLContext sql() {
        return Objects.requireNonNull(sql, "nothing was done yet");
    }

    /** Returns the quoted name of a table. */
    public String quoted(TableName table) {
        return sql().render(DSL.table(name(table)));
    }

    /** Returns a quoted name. */
    public String quoted(String name) {
        return sql().render(DSL.name(name));
    }

    public static Name name(TableName table) {
        return table.schema() == null ? DSL.name(table.table()) : DSL.name(table.schema(), table.table());
    }

    @Override
    public void close() {
        pool.close();
    }
}
