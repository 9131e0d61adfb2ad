package io.freshet.transforms.jdbc;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC drivers that this plugin sees: in its own folder, then the worker's. {@code java.sql.DriverManager} looks where its
 * first user in the worker did.
 */
public final class JdbcDrivers {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcDrivers.class);

    /** What of a URL can have no secret. */
    private static final Pattern KIND = Pattern.compile("(jdbc:[A-Za-z0-9]+):.*", Pattern.DOTALL);

    private JdbcDrivers() {}

    /**
     * Returns the driver for a URL.
     *
     * @throws ConfigException if there is none; it does not tell the URL
     */
    public static Driver forUrl(String setting, String url) {
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, JdbcDrivers.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    throw new ConfigException("Setting '" + setting + "': no JDBC driver is found for " + kind(url)
                            + ". Expecting its jar in the folder of this plugin, or in the worker's libs");
                }
                Driver driver = drivers.next();
                if (driver.acceptsURL(url)) {
                    return driver;
                }
            } catch (SQLException | ServiceConfigurationError e) {
                LOG.warn("A JDBC driver cannot be used: {}", e.getClass().getName());
            }
        }
    }

    /** Returns what can be told of a URL, which may have a password in it. */
    private static String kind(String url) {
        Matcher matcher = KIND.matcher(url);
        return matcher.matches() ? matcher.group(1) + ":..." : "a URL that does not begin with jdbc:<database>:";
    }
}
