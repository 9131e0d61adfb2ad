package io.freshet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.local.Await;
import io.freshet.local.ConnectRest;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.LocalClusterException;
import io.freshet.local.MariaDbServer;
import io.freshet.local.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes of keys that are in all partitions at once, out of order, with deletions and bad records, on their way into PostgreSQL
 * and MariaDB, while the worker and the databases are killed; then all of them once more, from offsets that are set back. With
 * {@code -Dfreshet.sink.changes}, {@code .keys} and {@code .kills} there are more of them, with {@code -Dfreshet.sink.databases}
 * fewer databases.
 */
class TableSinkIT {

    private static final int CHANGES = Integer.getInteger("freshet.sink.changes", 30_000);
    private static final int KEYS = Integer.getInteger("freshet.sink.keys", 2_000);
    private static final int KILLS = Integer.getInteger("freshet.sink.kills", 1);
    private static final String DATABASES = System.getProperty("freshet.sink.databases", "postgres,mariadb");
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "changes";
    private static final long START = 1_700_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(120L + CHANGES / 2_000);

    /** What a key has in the end. */
    private record Latest(long time, int partition, long offset, @Nullable String row) {
        Latest or(Latest other) {
            boolean newer = time != other.time
                    ? time > other.time
                    : partition != other.partition ? partition > other.partition : offset > other.offset;
            return newer ? this : other;
        }
    }

    /** A change as it is sent. */
    private record Sent(Future<RecordMetadata> place, long id, long time, @Nullable String row, boolean bad) {}

    private record Target(String name, Supplier<Connection> connections, Map<String, String> settings) {}

    private final Random random = new Random(7);
    private final List<Sent> sent = new ArrayList<>();

    @Test
    void changes_workerAndDatabasesKilled_endAsTheReferenceAndBadOnesInTheQueue(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        assumeTrue(!DATABASES.contains("mariadb") || MariaDbServer.isInstalled(), "mariadbd is not installed");
        try (PostgresServer postgres = PostgresServer.builder().start();
                MariaDbServer maria = MariaDbServer.start();
                KafkaBroker broker = KafkaBroker.builder().start();
                ConnectWorker worker = worker(broker, folder)) {
            List<Target> targets = targets(postgres, maria);
            // The times of events are long ago, also in the queues.
            broker.createTopic(TOPIC, PARTITIONS, Map.of("retention.ms", "-1"));
            for (Target target : targets) {
                broker.createTopic(target.name + "-bad", 1, Map.of("retention.ms", "-1"));
                createTable(target);
                worker.connectors().put(target.name, connector(target));
            }
            targets.forEach(target -> worker.connectors().awaitRunning(target.name, 2, PATIENCE));

            long start = System.nanoTime();
            try (KafkaProducer<String, String> producer = producer(broker)) {
                int rounds = 2 * KILLS + 1;
                send(producer, CHANGES / rounds);
                awaitWritten(targets, 1);
                for (int round = 1; round < rounds; round++) {
                    int before = sent.size();
                    send(producer, round == rounds - 1 ? CHANGES - before : CHANGES / rounds);
                    awaitWritten(targets, before + 1 + random.nextInt(CHANGES / rounds / 2));
                    if (round % 2 == 1) {
                        worker.kill9();
                        worker.start();
                    } else {
                        killDatabases(postgres, maria);
                    }
                }
            }
            awaitWritten(targets, CHANGES);
            tell(CHANGES + " changes, the worker and the databases killed " + KILLS + " times each", start);
            assertThatAllIsThere(broker, targets);

            for (Target target : targets) {
                replay(worker, target);
            }
            assertThatAllIsThere(broker, targets);
        }
    }

    private static void tell(String what, long start) {
        System.out.println(what + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    private static void killDatabases(PostgresServer postgres, MariaDbServer maria) {
        postgres.kill9();
        maria.kill9();
        maria.restart();
        postgres.start();
    }

    private void assertThatAllIsThere(KafkaBroker broker, List<Target> targets) throws Exception {
        for (Target target : targets) {
            assertThat(rows(target)).as(target.name).isEqualTo(reference());
            assertThat(offsets(target)).as(target.name).isEqualTo(ends());
            assertBadRecords(broker, target);
        }
    }

    /** The offsets in the database are those that count: the rows come back only if these are set. */
    private static void replay(ConnectWorker worker, Target target) throws SQLException {
        ConnectRest connectors = worker.connectors();
        String connector = "/connectors/" + target.name;
        connectors.request("PUT", connector + "/stop", null);
        Await.untilTrue("a stopped connector " + target.name, PATIENCE, () -> connectors
                .status(target.name)
                .at("/connector/state")
                .asText()
                .equals("STOPPED"));
        try (Connection connection = target.connections.get();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from changes");
        }
        assertThatThrownBy(() -> connectors.request("PATCH", connector + "/offsets", offsets("otherwise", 0)))
                .hasStackTraceContaining("expecting a topic that the connector reads. Found: otherwise");

        long start = System.nanoTime();
        if (target.name.equals("mariadb")) {
            whenStopped(connectors, "PATCH", connector, offsets(TOPIC, 0));
        } else {
            reset(connectors, connector);
        }
        assertThat(offsets(target).values()).allMatch(next -> next <= 0);
        connectors.request("PUT", connector + "/resume", null);
        awaitWritten(List.of(target), CHANGES);
        tell(CHANGES + " changes once more into " + target.name, start);
    }

    /** Where Kafka's group has not committed offsets of all partitions, the connector asks for more than a reset. */
    private static void reset(ConnectRest connectors, String connector) {
        try {
            whenStopped(connectors, "DELETE", connector, null);
        } catch (LocalClusterException e) {
            assertThat(e).hasStackTraceContaining("Name all partitions in one PATCH");
            whenStopped(connectors, "PATCH", connector, offsets(TOPIC, 0));
        }
    }

    /** As long as a task of a stopped connector has not left its group, Connect refuses, and says to try again. */
    private static void whenStopped(ConnectRest connectors, String method, String connector, @Nullable String body) {
        Await.untilTrue(method + " of the offsets of " + connector, PATIENCE, () -> {
            try {
                connectors.request(method, connector + "/offsets", body);
                return true;
            } catch (LocalClusterException e) {
                if (String.valueOf(e.getMessage()).contains("stopped completely")) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static String offsets(String topic, long offset) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> "{\"partition\":{\"kafka_topic\":\"" + topic + "\",\"kafka_partition\":"
                        + partition + "},\"offset\":{\"kafka_offset\":" + offset + "}}")
                .collect(Collectors.joining(",", "{\"offsets\":[", "]}"));
    }

    private static ConnectWorker worker(KafkaBroker broker, Path folder) throws Exception {
        Path plugins = Freshet.unpackArchive(folder.resolve("plugins"));
        JdbcDriver.addTo(plugins, org.postgresql.Driver.class);
        JdbcDriver.addTo(plugins, org.mariadb.jdbc.Driver.class);
        return ConnectWorker.builder(broker.bootstrapServers())
                .folder(folder.resolve("worker"))
                .plugins(plugins)
                .config("rebalance.timeout.ms", "10000")
                .start();
    }

    private static List<Target> targets(PostgresServer postgres, MariaDbServer maria) {
        List<Target> targets = new ArrayList<>();
        if (DATABASES.contains("postgres")) {
            targets.add(new Target(
                    "postgres",
                    postgres::connect,
                    Map.of(
                            "jdbc.url", postgres.jdbcUrl(),
                            "jdbc.user", postgres.user(),
                            "jdbc.password", postgres.password())));
        }
        if (DATABASES.contains("mariadb")) {
            targets.add(new Target(
                    "mariadb", maria::connect, Map.of("jdbc.url", maria.jdbcUrl(), "jdbc.user", maria.user())));
        }
        return targets;
    }

    private static void createTable(Target target) throws SQLException {
        try (Connection connection = target.connections.get();
                Statement statement = connection.createStatement()) {
            statement.execute("create table changes (id bigint primary key, ts bigint not null, name varchar(20),"
                    + " amount numeric(12,2) check (amount >= 0))");
        }
    }

    private static Map<String, String> connector(Target target) {
        Map<String, String> config = new HashMap<>(target.settings);
        config.put("connector.class", "io.freshet.connect.table.TableSinkConnector");
        config.put("tasks.max", "2");
        config.put("topics", TOPIC);
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "false");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("key.columns", "id");
        config.put("columns", "id bigint, ts bigint, name text, amount decimal(12,2)");
        config.put("event.time", "ts");
        config.put("jdbc.timeout", "10s");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", target.name + "-bad");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        config.put("consumer.override.max.poll.records", CHANGES > 100_000 ? "5000" : "1000");
        // How long the group waits for tasks that were killed.
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "2000");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return config;
    }

    private static KafkaProducer<String, String> producer(KafkaBroker broker) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        "false",
                        ProducerConfig.LINGER_MS_CONFIG,
                        "5"),
                new StringSerializer(),
                new StringSerializer());
    }

    private void send(KafkaProducer<String, String> producer, int count) {
        for (int i = 0; i < count; i++) {
            // Some have the same time, and many an earlier one than those before them.
            long time = START + (sent.size() / 2 - random.nextInt(2_000)) * 10L;
            int number = sent.size();
            if (number % 1_000 == 500) {
                sendBad(producer, number, time);
            } else if (random.nextInt(5) == 0) {
                send(producer, random.nextInt(KEYS), time, null, null, false);
            } else {
                long id = random.nextInt(KEYS);
                String amount = random.nextInt(1_000_000) / 100 + "." + (10 + random.nextInt(90));
                String value = "{\"id\":" + id + ",\"ts\":" + time + ",\"name\":\"n" + number + "\",\"amount\":\""
                        + amount + "\"}";
                send(producer, id, time, value, time + "|n" + number + "|" + amount, false);
            }
        }
        producer.flush();
    }

    private void sendBad(KafkaProducer<String, String> producer, int number, long time) {
        long id = random.nextInt(KEYS);
        String value = "{\"ts\":" + time + ",\"name\":\"n\",\"amount\":1}";
        switch (number / 1_000 % 4) {
            case 0 -> value = value.replace("\"amount\":1", "\"amount\":\"payload\"");
            case 1 -> value = value.replace("\"n\"", "\"payload " + "x".repeat(20) + "\"");
            case 2 -> value = value.replace("\"ts\":" + time, "\"ts\":null");
            default -> {
                // Only the database knows; a later change of the key would keep it from being asked.
                id = 1_000_000_000L + number;
                value = value.replace("\"amount\":1", "\"amount\":-1");
            }
        }
        send(producer, id, time, value, null, true);
    }

    private void send(
            KafkaProducer<String, String> producer,
            long id,
            long time,
            @Nullable String value,
            @Nullable String row,
            boolean bad) {
        int partition = random.nextInt(PARTITIONS);
        Future<RecordMetadata> place =
                producer.send(new ProducerRecord<>(TOPIC, partition, time, Long.toString(id), value));
        sent.add(new Sent(place, id, time, row, bad));
    }

    private Map<Long, String> reference() throws Exception {
        Map<Long, Latest> latest = new HashMap<>();
        for (Sent change : sent) {
            if (!change.bad) {
                RecordMetadata place = change.place.get();
                latest.merge(
                        change.id, new Latest(change.time, place.partition(), place.offset(), change.row), Latest::or);
            }
        }
        Map<Long, String> rows = new TreeMap<>();
        latest.forEach((id, last) -> {
            if (last.row != null) {
                rows.put(id, last.row);
            }
        });
        return rows;
    }

    private static Map<Long, String> rows(Target target) throws SQLException {
        Map<Long, String> rows = new TreeMap<>();
        try (Connection connection = target.connections.get();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select id, ts, name, amount from changes")) {
            while (result.next()) {
                rows.put(result.getLong(1), result.getLong(2) + "|" + result.getString(3) + "|" + result.getString(4));
            }
        }
        return rows;
    }

    private Map<Integer, Long> ends() throws Exception {
        Map<Integer, Long> ends = new TreeMap<>();
        for (Sent change : sent) {
            RecordMetadata place = change.place.get();
            ends.merge(place.partition(), place.offset() + 1, Math::max);
        }
        return ends;
    }

    private static Map<Integer, Long> offsets(Target target) throws SQLException {
        Map<Integer, Long> offsets = new TreeMap<>();
        try (Connection connection = target.connections.get();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select kafka_partition, next_offset from freshet_offsets"
                        + " where connector = '" + target.name + "' and topic = '" + TOPIC + "'")) {
            while (result.next()) {
                offsets.put(result.getInt(1), result.getLong(2));
            }
        }
        return offsets;
    }

    private static void awaitWritten(List<Target> targets, long records) {
        for (Target target : targets) {
            Await.untilTrue(records + " records in " + target.name, PATIENCE, () -> {
                try {
                    return offsets(target).values().stream()
                                    .mapToLong(next -> Math.max(0, next))
                                    .sum()
                            >= records;
                } catch (SQLException | LocalClusterException e) {
                    return false;
                }
            });
        }
    }

    private void assertBadRecords(KafkaBroker broker, Target target) throws Exception {
        Set<String> expected = new HashSet<>();
        for (Sent change : sent) {
            if (change.bad) {
                RecordMetadata place = change.place.get();
                expected.add(place.partition() + "-" + place.offset());
            }
        }
        Set<String> found = new HashSet<>();
        try (TopicContents queue = new TopicContents(broker.bootstrapServers(), target.name + "-bad", 1)) {
            for (ConsumerRecord<String, String> bad : queue.toTheEnd().get(0)) {
                found.add(header(bad, "__connect.errors.partition") + "-" + header(bad, "__connect.errors.offset"));
                assertThat(header(bad, "__connect.errors.exception.message"))
                        .containsAnyOf("Column amount:", "Column name:", "Column ts:", "check", "CONSTRAINT")
                        .doesNotContain("payload");
            }
        }
        assertThat(found).as("bad records of %s", target.name).isEqualTo(expected);
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
