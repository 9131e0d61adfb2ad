package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The archive in a worker, and on a broker, of each supported line of Kafka: what it does, and how it fails. */
class SupportedVersionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String DEPARTED = "2026-01-02T03:04:05Z";
    private static final String FLIGHT = "{\"origin\":\"JFK\",\"departed\":\"" + DEPARTED + "\"}";

    private static PostgresServer postgres;

    @BeforeAll
    static void start() throws SQLException {
        postgres = PostgresServer.builder().start();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table airports (iata text primary key, city text)");
            statement.execute("insert into airports values ('JFK', 'New York, as the database says')");
        }
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource(KafkaVersion.class)
    void archive_onThisVersion_joinsAndFailsWhereTheTableDoesNotAnswer(KafkaVersion version, @TempDir Path folder)
            throws Exception {
        Path plugins = JdbcDriver.addTo(Freshet.unpackArchive(folder), org.postgresql.Driver.class);
        try (KafkaBroker broker = KafkaBroker.builder().version(version).start();
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .version(version)
                        .plugins(plugins)
                        .start()) {
            broker.createTopic("flights", 1, Map.of());
            broker.createTopic("airports", 1, Map.of("cleanup.policy", "compact"));
            send(broker, "airports", "JFK", "{\"city\":\"New York\"}");
            send(broker, "flights", "f1", FLIGHT);

            worker.connectors().put("joins", connector(broker, "joins-${topic}", "airports"));
            assertThat(firstValue(broker, "joins-flights")).isEqualTo(flight("New York"));
            Map<String, String> fast = connector(broker, "fast-${topic}", "airports");
            fast.put("value.converter", "io.freshet.connect.json.FastJsonConverter");
            worker.connectors().put("fast", fast);
            assertThat(firstValue(broker, "fast-flights")).isEqualTo(flight("New York"));

            worker.connectors().put("looks-up", lookup(broker));
            assertThat(firstValue(broker, "looks-up-flights")).isEqualTo(flight("New York, as the database says"));

            String table = "flights_" + version.name().toLowerCase(Locale.ROOT);
            worker.connectors().put(table, toTable(table));
            assertThat(Await.until("a row of " + table, PATIENCE, () -> row(table)))
                    .isEqualTo("f1|JFK|JFK is late|2026-01-02 03:04:05");

            // errors.tolerance=all tolerates every exception of a transformation: the record would be skipped.
            worker.connectors().put("source", tolerant(connector(broker, "source-${topic}", "no-such-table")));
            assertThat(worker.connectors().awaitFailed("source", PATIENCE)).contains(unavailable());
            worker.connectors().put("sink", tolerant(sink(broker)));
            assertThat(worker.connectors().awaitFailed("sink", PATIENCE)).contains(unavailable());
        }
    }

    private static Map<String, String> flight(String city) {
        return Map.of("origin", "JFK", "departed", DEPARTED, "city", city);
    }

    private static String unavailable() {
        return "TableUnavailableError: The table of no-such-table has not loaded within 3000ms (table.ready.timeout);"
                + " it has 0 rows by now. Topic no-such-table does not exist";
    }

    private static Map<String, String> tolerant(Map<String, String> config) {
        config.put("errors.tolerance", "all");
        return config;
    }

    private static Map<String, String> connector(KafkaBroker broker, String format, String table) {
        Map<String, String> config = joined(broker, table);
        config.put("connector.class", "io.freshet.connect.topic.TopicSourceConnector");
        config.put("topics", "flights");
        config.put("topic.format", format);
        config.put("source.bootstrap.servers", broker.bootstrapServers());
        return config;
    }

    private static Map<String, String> lookup(KafkaBroker broker) {
        Map<String, String> config = connector(broker, "looks-up-${topic}", "airports");
        config.put("transforms.airport.table.mode", "lookup");
        config.put("transforms.airport.table.jdbc.url", postgres.jdbcUrl());
        config.put("transforms.airport.table.jdbc.user", postgres.user());
        config.put("transforms.airport.table.jdbc.password", postgres.password());
        config.put("transforms.airport.table.jdbc.table", "airports");
        config.put("transforms.airport.fields", "city");
        return config;
    }

    /** Flights by way of each transformation of single events, to a table that is made for them. */
    private static Map<String, String> toTable(String table) {
        Map<String, String> config = converted();
        config.put("connector.class", "io.freshet.connect.table.TableSinkConnector");
        config.put("topics", "flights");
        config.put("transforms", "time,jfk,late,once,says");
        config.put("transforms.time.type", "io.freshet.transforms.eventtime.EventTime$Value");
        config.put("transforms.time.field", "departed");
        config.put("transforms.jfk.type", "io.freshet.transforms.filter.Filter$Record");
        config.put("transforms.jfk.condition", "value.origin == 'JFK'");
        config.put("transforms.late.type", "io.freshet.transforms.late.LateEvents");
        config.put("transforms.late.allowed.lateness", "1m");
        config.put("transforms.once.type", "io.freshet.transforms.dedup.Deduplicate$Value");
        config.put("transforms.once.key", "origin");
        config.put("transforms.once.window", "1h");
        config.put("transforms.says.type", "io.freshet.transforms.derive.Derive$Value");
        config.put("transforms.says.fields", "says = value.origin + ' is late'");
        config.put("jdbc.url", postgres.jdbcUrl());
        config.put("jdbc.user", postgres.user());
        config.put("jdbc.password", postgres.password());
        config.put("table.format", table);
        config.put("key.columns", "flight");
        config.put("columns", "flight text, origin text, says text, departed timestamp");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return config;
    }

    private static @Nullable String row(String table) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select flight || '|' || origin || '|' || says || '|' || departed from " + table)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            // The table is not there yet.
            return null;
        }
    }

    private static Map<String, String> sink(KafkaBroker broker) {
        Map<String, String> config = joined(broker, "no-such-table");
        config.put("connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector");
        config.put("topics", "flights");
        return config;
    }

    private static Map<String, String> joined(KafkaBroker broker, String table) {
        Map<String, String> config = converted();
        config.put("transforms", "airport");
        config.put("transforms.airport.type", "io.freshet.transforms.enrich.Enrich$Value");
        config.put("transforms.airport.key", "origin");
        config.put("transforms.airport.table.topic", table);
        config.put("transforms.airport.table.bootstrap.servers", broker.bootstrapServers());
        config.put("transforms.airport.table.ready.timeout", "3s");
        return config;
    }

    private static Map<String, String> converted() {
        Map<String, String> config = new HashMap<>();
        config.put("tasks.max", "1");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    private static Map<?, ?> firstValue(KafkaBroker broker, String topic) throws JsonProcessingException {
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), topic, 1)) {
            Await.untilTrue("a record in " + topic, PATIENCE, () -> contents.count() > 0);
            return new ObjectMapper()
                    .readValue(contents.toTheEnd().get(0).get(0).value(), Map.class);
        }
    }

    private static void send(KafkaBroker broker, String topic, String key, String value) {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
