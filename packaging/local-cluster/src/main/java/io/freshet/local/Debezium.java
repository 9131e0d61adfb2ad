package io.freshet.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Debezium's PostgreSQL connector. */
public final class Debezium {
    private Debezium() {}

    /** A folder for {@code plugin.path}. */
    public static Path plugins() {
        return Packaging.built("debezium", "plugins");
    }

    /** Settings of a connector that writes these tables ({@code schema.table}) to topics {@code prefix.schema.table}. */
    public static Map<String, String> connector(PostgresServer postgres, String topicPrefix, String... tables) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        config.put("tasks.max", "1");
        config.put("database.hostname", "127.0.0.1");
        config.put("database.port", Integer.toString(postgres.port()));
        config.put("database.user", postgres.user());
        config.put("database.password", postgres.password());
        config.put("database.dbname", postgres.database());
        config.put("topic.prefix", topicPrefix);
        config.put("table.include.list", String.join(",", tables));
        config.put("plugin.name", "pgoutput");
        config.put("publication.autocreate.mode", "filtered");
        config.put("publication.name", identifier(topicPrefix) + "_publication");
        config.put("slot.name", identifier(topicPrefix) + "_slot");
        // Its default of 500 ms is the largest part of the way from commit to topic.
        config.put("poll.interval.ms", "10");
        return config;
    }

    /** PostgreSQL takes lower case letters, digits and underscores only. */
    private static String identifier(String topicPrefix) {
        return topicPrefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }
}
