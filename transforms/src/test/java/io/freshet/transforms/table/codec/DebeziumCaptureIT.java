package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Debezium;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Captures what Debezium writes for a table with a column of every type: run by hand, where Debezium or the tables below
 * have changed, with {@code -Dfreshet.capture=postgres}, or {@code -Dfreshet.capture=mariadb} and the addresses of a server with
 * {@code binlog_format=ROW} and of a folder with Debezium's connector for it. Writes {@code src/test/resources/debezium};
 * {@link DebeziumReplayTest} reads it. A line is a message: its name, its key and its value, between tabs.
 */
@EnabledIfSystemProperty(named = "freshet.capture", matches = "postgres|mariadb")
class DebeziumCaptureIT {

    private static final Path FOLDER = Path.of("src/test/resources/debezium");
    private static final Duration WITHIN = Duration.ofMinutes(2);

    @Test
    void capture_everyTypeAndEvent() throws IOException, SQLException {
        String database = System.getProperty("freshet.capture");
        try (KafkaBroker broker = KafkaBroker.builder().start()) {
            if (database.equals("postgres")) {
                postgres(broker);
            } else {
                mariadb(broker);
            }
        }
    }

    private static void postgres(KafkaBroker broker) throws IOException, SQLException {
        try (PostgresServer postgres = PostgresServer.builder().start();
                Connection connection = postgres.connect();
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .plugins(Debezium.plugins())
                        .start()) {
            run(connection, script("postgres-before.sql"));
            for (boolean schemas : new boolean[] {false, true}) {
                Map<String, String> config = Debezium.connector(postgres, prefix(schemas), "public.*");
                start(worker, config, schemas);
            }
            awaitSnapshots(worker, broker, "public.every_type", "public.full_type");
            run(connection, script("postgres-changes.sql"));
            write(broker, "postgres", "public.every_type", "public.full_type");
        }
    }

    private static void mariadb(KafkaBroker broker) throws IOException, SQLException {
        String port = System.getProperty("freshet.mariadb.port");
        Path plugins = Path.of(System.getProperty("freshet.mariadb.plugins"));
        try (Connection connection = connect(plugins, "jdbc:mariadb://127.0.0.1:" + port + "/");
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .plugins(plugins)
                        .start()) {
            run(connection, script("mariadb-before.sql"));
            for (boolean schemas : new boolean[] {false, true}) {
                Map<String, String> config = new LinkedHashMap<>();
                config.put("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
                config.put("tasks.max", "1");
                config.put("database.hostname", "127.0.0.1");
                config.put("database.port", port);
                config.put("database.user", "freshet");
                config.put("database.password", "freshet");
                config.put("database.ssl.mode", "disable");
                config.put("database.server.id", schemas ? "5401" : "5402");
                config.put("topic.prefix", prefix(schemas));
                config.put("database.include.list", "shop");
                config.put("schema.history.internal.kafka.bootstrap.servers", broker.bootstrapServers());
                config.put("schema.history.internal.kafka.topic", "history-" + schemas);
                start(worker, config, schemas);
            }
            awaitSnapshots(worker, broker, "shop.every_type");
            run(connection, script("mariadb-changes.sql"));
            write(broker, "mariadb", "shop.every_type");
        }
    }

    /** By the driver that Debezium's connector brings. */
    private static Connection connect(Path plugins, String url) throws IOException, SQLException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.walk(plugins)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), Driver.class.getClassLoader());
        Properties login = new Properties();
        login.setProperty("user", "freshet");
        login.setProperty("password", "freshet");
        for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
            if (driver.acceptsURL(url)) {
                return driver.connect(url, login);
            }
        }
        throw new AssertionError("No driver for " + url + " in " + plugins);
    }

    private static String prefix(boolean schemas) {
        return schemas ? "typed" : "plain";
    }

    private static void start(ConnectWorker worker, Map<String, String> config, boolean schemas) {
        config.put("skipped.operations", "none");
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            config.put(converter + ".schemas.enable", Boolean.toString(schemas));
        }
        worker.connectors().put(prefix(schemas), config);
        worker.connectors().awaitRunning(prefix(schemas), 1, WITHIN);
    }

    private static List<String> script(String name) throws IOException {
        return List.of(Files.readString(FOLDER.resolve(name)).split(";\\s*\n"));
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    private static void awaitSnapshots(ConnectWorker worker, KafkaBroker broker, String... tables) {
        for (String table : tables) {
            for (boolean schemas : new boolean[] {false, true}) {
                Await.untilTrue("the snapshot of " + table, WITHIN, () -> {
                    // Tells at once where a task has failed.
                    worker.connectors().awaitRunning(prefix(schemas), 1, WITHIN);
                    return !read(broker, prefix(schemas) + "." + table).isEmpty();
                });
            }
        }
    }

    /** The changes end with a row whose key is -1. */
    private static void write(KafkaBroker broker, String database, String... tables) throws IOException {
        for (boolean schemas : new boolean[] {false, true}) {
            List<String> lines = new ArrayList<>();
            // Schemas are long; of the first table they tell all that there is.
            for (String table : schemas ? List.of(tables[0]) : List.of(tables)) {
                String topic = prefix(schemas) + "." + table;
                Await.untilTrue("the last change of " + table, WITHIN, () -> {
                    List<ConsumerRecord<byte[], byte[]>> read = read(broker, topic);
                    String last = text(read.get(read.size() - 1).key());
                    return last != null && last.contains("\"id\":-1");
                });
                for (ConsumerRecord<byte[], byte[]> message : read(broker, topic)) {
                    lines.add(table + "\t" + text(message.key()) + "\t" + text(message.value()));
                }
            }
            assertThat(lines).isNotEmpty();
            Files.write(FOLDER.resolve(database + "-" + prefix(schemas) + ".tsv"), lines);
        }
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(KafkaBroker broker, String topic) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            if (!consumer.listTopics().containsKey(topic)) {
                return read;
            }
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }
}
