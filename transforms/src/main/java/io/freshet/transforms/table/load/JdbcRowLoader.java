package io.freshet.transforms.table.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.freshet.transforms.jdbc.DriverSource;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.LoadFailedException;
import io.freshet.transforms.table.change.LoadedRow;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.RowLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads rows over JDBC, through a pool of connections of its own. */
public final class JdbcRowLoader implements RowLoader, AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final LookupConfig config;
    private final Wanted wanted;
    private final HikariDataSource pool;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<String> toldNames = new HashSet<>();
    private volatile @Nullable TableShape shape;
    private volatile @Nullable Telling telling;

    /** Where a row that the feed tells has the values of the table's columns. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Telling(TableShape shape, Columns told, int @Nullable [] indexes) {}

    /**
     * Prepares to read; connects when it is asked.
     */
    public JdbcRowLoader(LookupConfig config, Wanted wanted) {
        this.config = config;
        this.wanted = wanted;
        this.pool = new HikariDataSource(settings(config));
    }

    private static HikariConfig settings(LookupConfig config) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("freshet-table-" + config.table());
        settings.setDataSource(
                new DriverSource(config.driver(), config.url(), config.user(), config.password(), config.timeout()));
        settings.setMaximumPoolSize(config.poolSize());
        settings.setMinimumIdle(1);
        settings.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
        settings.setConnectionTimeout(config.timeout().toMillis());
        settings.setValidationTimeout(config.timeout().toMillis());
        settings.setInitializationFailTimeout(-1);
        AtomicInteger threads = new AtomicInteger();
        settings.setThreadFactory(task -> {
            Thread thread =
                    new Thread(task, "freshet-table-" + config.table() + "-connections-" + threads.incrementAndGet());
            thread.setDaemon(true);
            // A connector's context loader does not see our classes, nor a driver in our folder.
            thread.setContextClassLoader(JdbcRowLoader.class.getClassLoader());
            return thread;
        });
        return settings;
    }

    @Override
    public LoadedRow load(RowKey key, boolean patiently, Predicate<LoadedRow> isNewEnough) {
        if (!patiently && pool.getHikariPoolMXBean().getTotalConnections() == 0) {
            throw new LoadFailedException(
                    "The database of table " + config.table() + " still cannot be read: there is no connection to it",
                    null);
        }
        return retrying(patiently ? config.retryTimeout() : Duration.ZERO, (connection, known) -> {
            LoadedRow loaded = known.read(connection, key, config.timeout());
            if (!isNewEnough.test(loaded)) {
                throw new SQLException("it does not show yet what its log has told");
            }
            return loaded;
        });
    }

    /**
     * Returns the columns that rows have, with their types. Asks the database where that has not been done.
     *
     * @throws LoadFailedException if the database cannot be read within the bound that was set
     */
    public Columns columns() {
        TableShape known = shape;
        return known != null ? known.columns() : retrying(config.retryTimeout(), (connection, read) -> read.columns());
    }

    private interface Attempt<T> {
        T run(Connection connection, TableShape shape) throws SQLException;
    }

    private <T> T retrying(Duration bound, Attempt<T> attempt) {
        long begin = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try (Connection connection = pool.getConnection()) {
                return attempt.run(connection, shape(connection));
            } catch (SQLException e) {
                if (isOfTheShape(e)) {
                    shape = null;
                }
                Duration left = bound.minusNanos(System.nanoTime() - begin);
                if (left.isNegative() || isClosedAfter(pause.compareTo(left) < 0 ? pause : left)) {
                    throw failed(e, Duration.ofNanos(System.nanoTime() - begin));
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private TableShape shape(Connection connection) throws SQLException {
        TableShape known = shape;
        if (known == null) {
            known = TableShape.read(connection, config, wanted);
            shape = known;
        }
        return known;
    }

    /** The table has been altered: a name is unknown (42...), or a plan holds no longer (0A000). */
    private static boolean isOfTheShape(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("42") || state.equals("0A000"));
    }

    private boolean isClosedAfter(Duration pause) {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private LoadFailedException failed(SQLException e, Duration after) {
        String state = e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")";
        Throwable reason = e.getCause() instanceof SQLException cause ? cause : e;
        return new LoadFailedException(
                "The database of table " + config.table() + " cannot be read, tried again for " + after.toMillis()
                        + "ms (table.jdbc.retry.timeout)" + state + ": " + reason.getMessage(),
                e);
    }

    @Override
    public @Nullable Row asLoaded(Row told) {
        TableShape known = shape;
        if (known == null) {
            return null;
        }
        Telling last = telling;
        if (last == null || last.told != told.columns() || last.shape != known) {
            last = new Telling(known, told.columns(), known.indexesIn(told.columns()));
            telling = last;
        }
        if (last.indexes == null) {
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[last.indexes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = told.value(last.indexes[i]);
        }
        return new Row(known.columns(), values);
    }

    /**
     * Checks that a row may have what a change tells: else rows would be kept that no change ever reaches.
     *
     * @param key the key of the change
     * @param found what its row is found by from now on, null where it is that key, or nothing
     * @throws org.apache.kafka.connect.errors.DataException if not; the message names column and type
     */
    public void check(RowKey key, @Nullable RowKey found) {
        TableShape known = shape;
        if (known != null) {
            known.check(key, found);
        }
    }

    /** Notices that the feed tells a column that was not there, and then returns true, once: what was read lacks it. */
    public boolean isAltered(Columns told) {
        TableShape known = shape;
        if (known == null || !wanted.columns().isEmpty()) {
            return false;
        }
        boolean altered = false;
        for (String name : told.names()) {
            altered |= toldNames.add(name) && known.columns().indexOf(name) < 0;
        }
        if (altered) {
            shape = null;
        }
        return altered;
    }

    /** Closes the connections. Who waits for a row fails. */
    @Override
    public void close() {
        closed.countDown();
        pool.close();
    }
}
