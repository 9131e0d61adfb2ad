package io.freshet.transforms.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Opens connections with one driver, that of our own class loader. */
public final class DriverSource implements DataSource {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(DriverSource.class);

    /** A query has its own timeout, which the database is told; this is for a database that does not answer. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final String POSTGRES = "jdbc:postgresql:";

    private final Driver driver;
    private final String url;
    private final int silenceMillis;
    private final Properties properties = new Properties();

    /**
     * @param timeout what a statement may take; a database that says nothing for a little longer is given up
     */
    public DriverSource(
            Driver driver, String url, @Nullable String user, @Nullable Password password, Duration timeout) {
        this.driver = driver;
        this.url = url;
        this.silenceMillis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis() + GRACE.toMillis());
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password.value());
        }
        if (url.startsWith(POSTGRES)) {
            // Until there is a connection, only the driver can give up. What the URL says goes first.
            properties.setProperty("loginTimeout", Long.toString(1 + silenceMillis / 1_000));
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("The driver " + driver.getClass().getName() + " does not know such a URL");
        }
        giveUpAfterSilence(connection);
        return connection;
    }

    private void giveUpAfterSilence(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, silenceMillis);
        } catch (SQLFeatureNotSupportedException e) {
            LOG.debug("The driver gives up on a silent database by its own settings only", e);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
