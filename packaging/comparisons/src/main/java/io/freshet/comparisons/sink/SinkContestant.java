package io.freshet.comparisons.sink;

import io.freshet.local.PostgresServer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A connector that writes the stream to a table, each with as many records at once. */
enum SinkContestant {
    FRESHET("Freshet") {
        @Override
        void configure(Map<String, String> config, PostgresServer postgres) {
            config.put("connector.class", "io.freshet.connect.table.TableSinkConnector");
            config.put("jdbc.url", postgres.jdbcUrl());
            config.put("jdbc.user", postgres.user());
            config.put("jdbc.password", postgres.password());
            config.put("table.format", table());
        }
    },
    DEBEZIUM("Debezium JDBC") {
        @Override
        void configure(Map<String, String> config, PostgresServer postgres) {
            debezium(config, postgres, table());
        }
    },
    DEBEZIUM_REDUCED("Debezium JDBC, reduction buffer") {
        @Override
        void configure(Map<String, String> config, PostgresServer postgres) {
            debezium(config, postgres, table());
            config.put("use.reduction.buffer", "true");
        }
    };

    static final int BATCH = 5_000;

    private final String title;

    SinkContestant(String title) {
        this.title = title;
    }

    abstract void configure(Map<String, String> config, PostgresServer postgres);

    Map<String, String> connector(PostgresServer postgres) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("tasks.max", "1");
        config.put("topics", SinkStream.TOPIC);
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "true");
        config.put("value.converter.schemas.enable", "true");
        config.put("consumer.override.max.poll.records", Integer.toString(BATCH));
        config.put("consumer.override.auto.offset.reset", "earliest");
        configure(config, postgres);
        return config;
    }

    String table() {
        return "orders_" + name().toLowerCase(Locale.ROOT);
    }

    private static void debezium(Map<String, String> config, PostgresServer postgres, String table) {
        config.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
        config.put("connection.url", postgres.jdbcUrl());
        config.put("connection.username", postgres.user());
        config.put("connection.password", postgres.password());
        config.put("collection.name.format", table);
        config.put("insert.mode", "upsert");
        config.put("delete.enabled", "true");
        config.put("primary.key.mode", "record_key");
        config.put("schema.evolution", "basic");
        config.put("batch.size", Integer.toString(BATCH));
    }

    @Override
    public String toString() {
        return title;
    }
}
