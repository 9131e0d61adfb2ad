package io.freshet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Debezium;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of the transformations' README do what it says they do. */
class RecipesIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Recipes RECIPES = new Recipes("transforms");

    private static Path folder;

    private static PostgresServer postgres;
    private static KafkaBroker broker;
    private static ConnectWorker worker;
    private static KafkaProducer<String, String> producer;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) throws IOException {
        folder = temporary;
        postgres = PostgresServer.builder().start();
        broker = KafkaBroker.builder().start();
        // As a user does: the driver goes where the plugin's own jars are.
        Path plugins = JdbcDriver.addTo(Freshet.unpackArchive(folder.resolve("plugins")), org.postgresql.Driver.class);
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .folder(folder.resolve("worker"))
                .plugins(plugins, Debezium.plugins())
                .start();
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false),
                new StringSerializer(),
                new StringSerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        worker.close();
        broker.close();
        postgres.close();
    }

    @Test
    void readme_hasTheRecipesThatAreTestedHere() {
        assertThat(RECIPES.count()).isEqualTo(11);
    }

    @Test
    void recipe1_rowsOfPostgresThroughDebezium_areJoinedAsTheyAreNow() throws Exception {
        sql("create table airports (iata text primary key, name text, city text, latitude float8)");
        sql("insert into airports values ('JFK', 'John F Kennedy Intl', 'New York', 40.64)");
        debezium("db", "public.airports");
        broker.createTopic("flights", 1, Map.of());
        run(1);

        send("flights", "1", "{\"origin\":\"JFK\",\"delay\":7}");
        assertThat(next("flights-enriched", 1))
                .containsExactly(
                        json("{\"origin\":\"JFK\",\"delay\":7,\"origin_airport\":{\"name\":\"John F Kennedy Intl\","
                                + "\"city\":\"New York\",\"lat\":40.64}}"));

        sql("update airports set city = 'Queens' where iata = 'JFK'");
        Await.untilTrue("the new city", SOON, () -> {
            send("flights", "1", "{\"origin\":\"JFK\",\"delay\":7}");
            List<String> enriched = all("flights-enriched");
            return enriched.get(enriched.size() - 1).contains("Queens");
        });
    }

    @Test
    void recipe2_rowsOfACompactedTopic_areJoinedOnTheWayOut() throws Exception {
        broker.createTopic("customers", 2, Map.of("cleanup.policy", "compact"));
        broker.createTopic("orders", 1, Map.of());
        send("customers", "42", "{\"name\":\"Ada\",\"tier\":\"gold\",\"address\":\"London\"}");
        send("orders", "o1", "{\"customer\":42,\"amount\":10}");
        send("orders", "o2", "{\"customer\":43,\"amount\":20}");
        Path file = folder.resolve("orders.txt");
        run(2, Map.of("/tmp/orders.txt", file.toString()));

        Await.untilTrue("a line", SOON, () -> Files.exists(file) && lines(file).size() == 1);
        assertThat(new TreeSet<>(
                        List.of(lines(file).get(0).replaceAll("[{}]", "").split(", "))))
                .containsExactly("amount=10", "customer=42", "customer_name=Ada", "customer_tier=gold");
        assertThat(next("orders-without-customer", 1)).containsExactly(json("{\"customer\":43,\"amount\":20}"));
    }

    @Test
    void recipe3_rowsTooManyForMemory_areReadWhenTheyAreAskedFor() throws Exception {
        sql("create table accounts (id int primary key, owner text, country text)");
        sql("insert into accounts select n, 'owner ' || n, 'NO' from generate_series(1, 1000) n");
        debezium("bank", "public.accounts");
        broker.createTopic("payments", 1, Map.of());
        run(3);

        send("payments", "1", "{\"account\":7,\"amount\":10}");
        send("payments", "2", "{\"account\":\"8\",\"amount\":20}");
        send("payments", "3", "{\"account\":1001,\"amount\":30}");
        assertThat(next("payments-enriched", 3))
                .containsExactly(
                        json("{\"account\":7,\"amount\":10,\"account_of\":{\"owner\":\"owner 7\",\"country\":\"NO\"}}"),
                        json(
                                "{\"account\":\"8\",\"amount\":20,\"account_of\":{\"owner\":\"owner 8\",\"country\":\"NO\"}}"),
                        json("{\"account\":1001,\"amount\":30,\"account_of\":null}"));

        sql("insert into accounts values (1001, 'the new one', 'SE')");
        Await.untilTrue("the new account", SOON, () -> {
            send("payments", "3", "{\"account\":1001,\"amount\":30}");
            List<String> enriched = all("payments-enriched");
            return enriched.get(enriched.size() - 1).contains("the new one");
        });
    }

    @Test
    void recipe4_ratesOfThePast_areTheSameInAReplay() throws Exception {
        // Times within the retention of a day ago, so that nothing depends on the clock but that.
        long yesterday = System.currentTimeMillis() - Duration.ofDays(1).toMillis();
        broker.createTopic("rates", 1, Map.of());
        broker.createTopic("trades", 1, Map.of());
        for (int i = 1; i <= 3; i++) {
            send("rates", "EUR", "{\"rate\":1.0" + i + "}", yesterday + i * 1_000L);
        }
        for (int i = 0; i <= 3; i++) {
            send("trades", "t" + i, "{\"currency\":\"EUR\",\"trade\":" + i + "}", yesterday + i * 1_000L + 500);
        }
        run(4);
        JsonNode[] expected = {
            json("{\"currency\":\"EUR\",\"trade\":0,\"rate\":null}"),
            json("{\"currency\":\"EUR\",\"trade\":1,\"rate\":1.01}"),
            json("{\"currency\":\"EUR\",\"trade\":2,\"rate\":1.02}"),
            json("{\"currency\":\"EUR\",\"trade\":3,\"rate\":1.03}"),
        };
        assertThat(next("trades-enriched", 4)).containsExactly(expected);

        send("rates", "EUR", "{\"rate\":2}", System.currentTimeMillis());
        String connector = "/connectors/trades-with-rates";
        worker.connectors().request("PUT", connector + "/stop", null);
        Await.untilTrue("it is stopped", SOON, () -> "STOPPED"
                .equals(worker.connectors()
                        .status("trades-with-rates")
                        .at("/connector/state")
                        .asText()));
        worker.connectors().request("DELETE", connector + "/offsets", null);
        worker.connectors().request("PUT", connector + "/resume", null);

        assertThat(next("trades-enriched", 8).subList(4, 8)).containsExactly(expected);
    }

    @Test
    void recipe5_recordsWithoutARow_goToAnotherTopic() throws Exception {
        broker.createTopic("products", 1, Map.of());
        broker.createTopic("sales", 1, Map.of());
        send("products", "p1", "{\"title\":\"Kettle\"}");
        run(5);

        send("sales", "s1", "{\"product\":\"p1\"}");
        send("sales", "s2", "{\"product\":\"p2\"}");

        assertThat(next("sales-enriched", 1)).containsExactly(json("{\"product\":\"p1\",\"title\":\"Kettle\"}"));
        assertThat(next("sales-without-product", 1)).containsExactly(json("{\"product\":\"p2\"}"));
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), "sales-without-product", 1)) {
            ConsumerRecord<String, String> missed = contents.toTheEnd().get(0).get(0);
            assertThat(missed.key()).isEqualTo("s2");
            assertThat(new String(
                            missed.headers().lastHeader("freshet.enrich.miss").value(), UTF_8))
                    .isEqualTo("products");
        }
    }

    @Test
    void recipe6_someRecordsOnly_goOn() throws Exception {
        broker.createTopic("departures", 1, Map.of());
        run(6);

        send("departures", "1", "{\"origin\":\"JFK\",\"delay\":61}");
        send("departures", "2", "{\"origin\":\"SFO\",\"delay\":99}");
        send("departures", "3", "{\"origin\":\"JFK\"}");
        send("departures", "4", "{\"origin\":\"LAX\",\"delay\":90}");

        assertThat(next("departures-late", 2))
                .containsExactly(json("{\"origin\":\"JFK\",\"delay\":61}"), json("{\"origin\":\"LAX\",\"delay\":90}"));
    }

    @Test
    void recipe7_recordsOfEachKind_goToATopicOfTheirOwn() throws Exception {
        broker.createTopic("readings", 1, Map.of());
        run(7);

        send("readings", "1", "{\"site\":\"Oslo\",\"celsius\":61}");
        send("readings", "2", "{\"site\":\"Oslo\",\"celsius\":4}");
        send("readings", "3", "{\"site\":\"Oslo\",\"celsius\":20}");

        assertThat(next("readings-hot", 1)).containsExactly(json("{\"site\":\"Oslo\",\"celsius\":61}"));
        assertThat(next("readings-cold", 1)).containsExactly(json("{\"site\":\"Oslo\",\"celsius\":4}"));
        assertThat(next("readings-of-oslo", 1)).containsExactly(json("{\"site\":\"Oslo\",\"celsius\":20}"));
    }

    @Test
    void recipe8_fieldsOutOfOthers_areAdded() throws Exception {
        broker.createTopic("baskets", 1, Map.of());
        run(8);

        send("baskets", "1", "{\"pieces\":12,\"price\":5}");
        send("baskets", "2", "{\"pieces\":1,\"price\":5,\"country\":\"SE\"}");

        assertThat(next("baskets-enriched", 2))
                .containsExactly(
                        json("{\"pieces\":12,\"price\":5,\"total\":60,\"big\":true,\"buyer\":{\"country\":\"NO\"}}"),
                        json("{\"pieces\":1,\"price\":5,\"country\":\"SE\",\"total\":5,\"big\":false,"
                                + "\"buyer\":{\"country\":\"SE\"}}"));
    }

    @Test
    void recipe9_timesOfEvents_becomeThoseOfRecords() throws Exception {
        long taken = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        long sent = taken + 60_000;
        broker.createTopic("measurements", 1, Map.of());
        run(9);

        String good = "{\"sensor\":{\"taken_at\":\"" + Instant.ofEpochMilli(taken) + "\"}}";
        String bad =
                "{\"sensor\":{\"taken_at\":\"" + Instant.ofEpochMilli(taken).plus(Duration.ofDays(9)) + "\"}}";
        send("measurements", "m1", good, sent);
        send("measurements", "m2", bad, sent);

        assertThat(next("measurements-enriched", 1)).containsExactly(json(good));
        assertThat(next("measurements-out-of-time", 1)).containsExactly(json(bad));
        ConsumerRecord<String, String> timed = first("measurements-enriched");
        assertThat(timed.timestamp()).isEqualTo(taken);
        assertThat(header(timed, "appended"))
                .isEqualTo(Instant.ofEpochMilli(sent).toString());
        ConsumerRecord<String, String> implausible = first("measurements-out-of-time");
        assertThat(implausible.timestamp()).isEqualTo(sent);
        assertThat(header(implausible, "freshet.event-time.implausible"))
                .isEqualTo("Field sensor.taken_at: expecting a time at most 600000ms in the future (max.future)");
    }

    @Test
    void recipe10_lateEvents_goToAnotherTopic() throws Exception {
        Instant newest = Instant.now().minusSeconds(60);
        broker.createTopic("clicks", 1, Map.of());
        run(10);

        String[] clicks = {
            "{\"at\":\"" + newest + "\"}",
            "{\"at\":\"" + newest.minusSeconds(59) + "\"}",
            "{\"at\":\"" + newest.minusSeconds(61) + "\"}"
        };
        for (String click : clicks) {
            send("clicks", "c", click);
        }

        assertThat(next("clicks-enriched", 2)).containsExactly(json(clicks[0]), json(clicks[1]));
        assertThat(next("clicks-late", 1)).containsExactly(json(clicks[2]));
        assertThat(header(first("clicks-late"), "freshet.late")).isEqualTo("1000");
    }

    @Test
    void recipe11_duplicates_goNoFurther() throws Exception {
        broker.createTopic("payments-received", 1, Map.of());
        run(11);

        for (int number : new int[] {1, 2, 1, 2, 2, 3}) {
            send("payments-received", "p", "{\"payment\":{\"number\":" + number + "}}");
        }

        assertThat(next("payments-received-enriched", 3))
                .containsExactly(
                        json("{\"payment\":{\"number\":1}}"),
                        json("{\"payment\":{\"number\":2}}"),
                        json("{\"payment\":{\"number\":3}}"));
    }

    private static ConsumerRecord<String, String> first(String topic) {
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), topic, 1)) {
            return contents.toTheEnd().get(0).get(0);
        }
    }

    private static String header(ConsumerRecord<String, String> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }

    private static void run(int recipe) {
        run(recipe, Map.of());
    }

    private static void run(int recipe, Map<String, String> replacements) {
        Map<String, String> all = new HashMap<>(replacements);
        all.put("localhost:9092", broker.bootstrapServers());
        all.put("jdbc:postgresql://localhost:5432/shop", postgres.jdbcUrl());
        Map<String, String> settings = RECIPES.settings(recipe, all);
        String name = String.valueOf(settings.get("name"));
        worker.connectors().put(name, settings);
        worker.connectors().awaitRunning(name, 1, SOON);
    }

    private static void debezium(String prefix, String table) {
        Map<String, String> config = Debezium.connector(postgres, prefix, table);
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            config.put(converter + ".schemas.enable", "false");
        }
        worker.connectors().put("debezium-" + prefix, config);
        worker.connectors().awaitRunning("debezium-" + prefix, 1, SOON);
    }

    private static void send(String topic, String key, String value) {
        send(topic, key, value, null);
    }

    private static void send(String topic, String key, String value, @Nullable Long time) {
        try {
            producer.send(new ProducerRecord<>(topic, null, time, key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the values of a topic when there are as many. */
    private static List<JsonNode> next(String topic, int count) {
        return Await.until(count + " records in " + topic, SOON, () -> {
            List<String> values = all(topic);
            return values.size() < count
                    ? null
                    : values.stream().map(RecipesIT::json).toList();
        });
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> all(String topic) {
        List<String> values = new ArrayList<>();
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), topic, 1)) {
            contents.toTheEnd().get(0).forEach(message -> values.add(message.value()));
        }
        return values;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void sql(String statement) {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
