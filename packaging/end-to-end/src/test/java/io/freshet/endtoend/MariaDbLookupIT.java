package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.local.MariaDbServer;
import io.freshet.transforms.enrich.Enrich;
import io.freshet.transforms.table.TableUnavailableError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows looked up in MariaDB, which compares text as it likes, and names its tables in its own way. */
class MariaDbLookupIT {

    private static final Duration SOON = Duration.ofMinutes(1);

    private static MariaDbServer maria;
    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd and mariadb-install-db are not installed");
        maria = MariaDbServer.start();
        broker = KafkaBroker.builder().start();
        sql("create database shop");
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
        if (maria != null) {
            maria.close();
        }
    }

    @Test
    void find_byTheKeyOfTheMessages_isReadAgainAfterAChange() {
        sql("create table shop.`odd ``names` (code varchar(9) primary key, city text, opened date, area decimal(9,2),"
                + " small smallint unsigned, whole int unsigned, open boolean, bytes varbinary(4))");
        sql("insert into shop.`odd ``names` values ('JFK', 'New York', '1948-07-01', 21.04, 65535, 4294967295, true,"
                + " x'0102')");
        broker.createTopic("odd", 1, Map.of());
        try (Enrich<SinkRecord> enrich = new Enrich.Value<>()) {
            enrich.configure(settings("odd", "shop.odd `names"));

            Map<?, ?> row = Objects.requireNonNull(row(enrich, "JFK"));
            assertThat(row.get("city")).isEqualTo("New York");
            assertThat(row.get("opened"))
                    .isEqualTo(Instant.parse("1948-07-01T00:00:00Z").toEpochMilli());
            assertThat(row.get("area")).isEqualTo("21.04");
            assertThat(row.get("small")).isEqualTo(65_535);
            assertThat(row.get("whole")).isEqualTo(4_294_967_295L);
            assertThat(row.get("open")).isEqualTo(true);
            assertThat(row(enrich, "jfk")).as("which MariaDB finds equal").isNull();

            sql("update shop.`odd ``names` set city = 'Queens' where code = 'JFK'");
            assertThat(Objects.requireNonNull(row(enrich, "JFK")).get("city")).isEqualTo("New York");
            send("odd", "{\"code\":\"JFK\"}", "{\"code\":\"JFK\",\"city\":\"Queens\"}");
            await(enrich, "JFK", "city", "Queens");
        }
    }

    @Test
    void find_byColumnsAndByAQuery_isTheNewestOfTheExactValue() {
        sql("create table shop.planes (tail int primary key, airline varchar(9), model text, since datetime)");
        sql("insert into shop.planes values (1, 'AA', 'A321', '2026-01-01'), (2, 'AA', 'B738', '2026-01-02'),"
                + " (3, 'aa', 'E190', '2026-01-03'), (4, 'UA', 'B77W', null)");
        broker.createTopic("planes", 1, Map.of());
        Map<String, String> settings = settings("planes", "shop.planes");
        settings.put("table.key", "airline");
        settings.put("fields", "model");
        try (Enrich<SinkRecord> enrich = new Enrich.Value<>()) {
            enrich.configure(settings);
            assertThatThrownBy(() -> row(enrich, "AA"))
                    .isInstanceOf(TableUnavailableError.class)
                    .hasMessageStartingWith("Several rows of shop.planes have the same [airline].");

            settings.put("table.jdbc.newest.by", "since");
            enrich.configure(settings);
            await(enrich, "AA", "model", "B738");
            await(enrich, "UA", "model", "B77W");
            sql("delete from shop.planes where tail = 2");
            send("planes", "{\"tail\":2}", null);
            await(enrich, "AA", "model", "A321");
            sql("update shop.planes set airline = 'AA', since = null where tail = 4");
            send("planes", "{\"tail\":4}", "{\"tail\":4,\"airline\":\"AA\",\"model\":\"B77W\"}");
            await(enrich, "UA", "model", null);
            await(enrich, "AA", "model", "A321");

            settings.remove("table.jdbc.newest.by");
            settings.put(
                    "table.jdbc.query",
                    "SELECT * FROM shop.planes WHERE airline = BINARY ? ORDER BY since IS NULL, since DESC LIMIT 1");
            enrich.configure(settings);
            await(enrich, "AA", "model", "A321");
            await(enrich, "aa", "model", "E190");
            await(enrich, "DL", "model", null);
        }
    }

    @Test
    void changeTime_isRefusedWhereTheDatabaseDoesNotTellIt() {
        sql("create table shop.dated (id int primary key)");
        broker.createTopic("dated", 1, Map.of());
        Map<String, String> settings = settings("dated", "shop.dated");
        settings.put("change.time.field", "changed");
        try (Enrich<SinkRecord> enrich = new Enrich.Value<>()) {
            enrich.configure(settings);

            assertThatThrownBy(() -> row(enrich, "1"))
                    .isInstanceOf(TableUnavailableError.class)
                    .hasMessage(
                            "With table.mode=lookup, change.time.field takes PostgreSQL: no other database tells when a row"
                                    + " changed");
        }
    }

    private static Map<String, String> settings(String topic, String table) {
        return new HashMap<>(Map.of(
                "key",
                "k",
                "into",
                "row",
                "on.miss",
                "null",
                "table.topic",
                topic,
                "table.bootstrap.servers",
                broker.bootstrapServers(),
                "table.mode",
                "lookup",
                "table.jdbc.url",
                maria.jdbcUrl(),
                "table.jdbc.user",
                maria.user(),
                "table.jdbc.table",
                table));
    }

    private static void await(Enrich<SinkRecord> enrich, String key, String column, @Nullable Object expected) {
        Await.untilTrue(key + " = " + expected, SOON, () -> {
            Map<?, ?> row = row(enrich, key);
            return Objects.equals(row == null ? null : row.get(column), expected);
        });
    }

    private static @Nullable Map<?, ?> row(Enrich<SinkRecord> enrich, String key) {
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("k", key), 0);
        return (Map<?, ?>) ((Map<?, ?>) enrich.apply(record).value()).get("row");
    }

    private static void send(String topic, String key, @Nullable String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void sql(String statement) {
        try (Connection connection = maria.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
