package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Debezium;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import io.freshet.local.TcpProxy;
import io.freshet.transforms.enrich.Enrich;
import io.freshet.transforms.table.TableUnavailableError;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows looked up in PostgreSQL, whose changes Debezium tells; the way to the database can be cut. */
class LookupIT {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String PASSWORD = "f0r-the-reader-alone";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path folder;
    private static PostgresServer postgres;
    private static TcpProxy network;
    private static KafkaBroker broker;
    private static ConnectWorker worker;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        postgres = PostgresServer.builder().start();
        network = TcpProxy.to(postgres.port());
        broker = KafkaBroker.builder().start();
        Path plugins = Freshet.unpackArchive(folder.resolve("plugins"));
        addDriver(plugins);
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .plugins(Debezium.plugins(), plugins)
                .start();
        sql("create user reader password '" + PASSWORD + "'");
        sql("alter default privileges grant select on tables to reader");
    }

    /** As users do: Debezium's own driver is in Debezium's folder, where we cannot see it. */
    private static void addDriver(Path plugins) throws IOException {
        Path driver = Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (Stream<Path> all = Files.walk(plugins)) {
            Path lib = all.filter(file -> file.endsWith("lib")).findFirst().orElseThrow();
            Files.copy(driver, lib.resolve(Objects.requireNonNull(driver.getFileName())));
        }
    }

    @AfterAll
    static void stop() {
        worker.close();
        broker.close();
        network.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void find_rowThatComesChangesAndGoes_isAnsweredAsItIs(boolean schemas) {
        String table = schemas ? "with_schemas" : "without_schemas";
        sql("create table " + table + " (iata text primary key, city text, runways int)");
        sql("insert into " + table + " values ('BOS', 'Boston', 6)");
        follow(table, schemas);
        try (Enrich<SinkRecord> enrich = lookup(table, "table.name", table)) {
            assertThat(row(enrich, "BOS")).isEqualTo(row("Boston", 6));
            assertThat(row(enrich, "JFK")).isNull();

            sql("insert into " + table + " values ('JFK', 'New York', null)");
            awaitRow(enrich, "JFK", row("New York", null));
            sql("update " + table + " set city = 'Queens', runways = 4 where iata = 'JFK'");
            awaitRow(enrich, "JFK", row("Queens", 4));
            sql("update " + table + " set iata = 'IDL' where iata = 'JFK'");
            awaitRow(enrich, "JFK", null);
            assertThat(row(enrich, "IDL")).isEqualTo(row("Queens", 4));
            sql("delete from " + table + " where iata = 'IDL'");
            awaitRow(enrich, "IDL", null);
            sql("truncate " + table);
            awaitRow(enrich, "BOS", null);
            if (schemas) {
                assertThat(loads(table))
                        .as("BOS, JFK, IDL, and BOS again: the other changes are proven newer than what was read")
                        .isEqualTo(4);
            }
        }
        worker.connectors().delete(table);
    }

    @Test
    void find_keysOfOtherTypesThanTheColumns_areComparedByValue() {
        sql("create table numbered (id int, region uuid, city text, primary key (id, region))");
        sql("insert into numbered values (42, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'New York')");
        follow("numbered", true);
        Map<String, String> settings = new HashMap<>(settings("numbered"));
        settings.put("key", "id,region");
        try (Enrich<SinkRecord> enrich = new Enrich.Value<>()) {
            enrich.configure(settings);

            String region = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
            for (Object id : List.of(42, 42L, "42", new java.math.BigDecimal("42.0"))) {
                assertThat(city(enrich, id, region)).as("%s", id).isEqualTo("New York");
            }
            assertThat(city(enrich, "042", region)).isNull();
            assertThat(city(enrich, "42.5", region)).isNull();
            assertThat(city(enrich, 42L << 32, region)).isNull();
            assertThat(city(enrich, 42, "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")).isNull();
            assertThatThrownBy(() -> city(enrich, "forty-two", region))
                    .isInstanceOf(DataException.class)
                    .hasMessage("Record of topic t, partition 0: Setting 'key' (id, region): Expecting a number for"
                            + " column id, which is of type int4. Found: text that is none");
        }
        worker.connectors().delete("numbered");
    }

    @Test
    void find_everyColumnType_isWhatTheFeedGivesACompleteTable() {
        sql("create type mood as enum ('calm', 'busy')");
        sql("create table typed (id bigint primary key, small smallint, whole int, large bigint, truth boolean,"
                + " single real, twice double precision, exact numeric(10,2), words text, few varchar(9), fixed char(5),"
                + " bytes bytea, day date, at time, moment timestamp, zoned timestamptz, identity uuid, doc json,"
                + " docb jsonb, feeling mood, address inet)");
        sql("insert into typed values (1, 2, 3, 4, true, 1.5, 2.5, 12.30, 'words', 'few', 'fix', '\\x0102',"
                + " '2026-11-23', '01:02:03.004', '2026-11-23 01:02:03.004', '2026-11-23 01:02:03.004+02',"
                + " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{\"a\": 1}', '{\"b\": 2}', 'busy', '10.0.0.1')");
        sql("insert into typed (id) values (2)");
        follow("typed", true);
        Map<String, String> complete = new HashMap<>(settings("typed"));
        complete.keySet().removeIf(key -> key.startsWith("table.jdbc") || key.equals("table.mode"));
        Schema schema =
                SchemaBuilder.struct().field("airport", Schema.INT64_SCHEMA).build();
        try (Enrich<SinkRecord> fed = new Enrich.Value<>();
                Enrich<SinkRecord> lookup = lookup("typed")) {
            fed.configure(complete);
            for (long id : List.of(1L, 2L)) {
                SinkRecord record =
                        new SinkRecord("t", 0, null, null, schema, new Struct(schema).put("airport", id), 0);

                Struct expected = ((Struct) fed.apply(record).value()).getStruct("row");
                Struct found = ((Struct) lookup.apply(record).value()).getStruct("row");

                for (org.apache.kafka.connect.data.Field field :
                        expected.schema().fields()) {
                    assertThat(found.get(field.name())).as("%s", field).isEqualTo(expected.get(field));
                    assertThat(found.schema().field(field.name()).schema().type())
                            .isEqualTo(field.schema().type());
                }
            }
        }
        worker.connectors().delete("typed");
    }

    @Test
    void find_databaseAway_waitsUpToTheBoundAndGoesOnAnsweringWhatIsKnown() throws Exception {
        sql("create table away (iata text primary key, city text, runways int)");
        sql("insert into away values ('BOS', 'Boston', 6), ('JFK', 'New York', 4), ('LAX', 'Los Angeles', 4)");
        follow("away", true);
        try (Enrich<SinkRecord> enrich = lookup("away", "table.jdbc.retry.timeout", "5s", "table.jdbc.timeout", "1s")) {
            assertThat(row(enrich, "BOS")).isEqualTo(row("Boston", 6));

            network.cut();
            CompletableFuture<@Nullable Map<?, ?>> meanwhile = CompletableFuture.supplyAsync(() -> row(enrich, "JFK"));
            assertThat(row(enrich, "BOS")).isEqualTo(row("Boston", 6));
            assertThat(meanwhile).isNotDone();
            network.heal();
            assertThat(meanwhile.get(30, TimeUnit.SECONDS)).isEqualTo(row("New York", 4));

            network.cut();
            assertThatThrownBy(() -> row(enrich, "LAX"))
                    .isInstanceOf(TableUnavailableError.class)
                    .hasMessageStartingWith("The database of table away cannot be read, tried again for ")
                    .hasMessageContaining("(table.jdbc.retry.timeout)");
            assertThat(row(enrich, "BOS")).isEqualTo(row("Boston", 6));
            network.heal();
            assertThat(row(enrich, "LAX")).isEqualTo(row("Los Angeles", 4));
        } finally {
            network.heal();
        }
        worker.connectors().delete("away");
    }

    @Test
    void tasks_databaseAway_failAlsoWhereErrorsAreToleratedAndLoseNothing() throws Exception {
        sql("create table airports (iata text primary key, city text)");
        sql("insert into airports select 'A' || i, 'city ' || i from generate_series(0, 99) i");
        follow("airports", true);
        broker.createTopic("flights", 1, Map.of());
        Path file = folder.resolve("sink.txt");
        worker.connectors()
                .put(
                        "source",
                        joined(
                                "io.freshet.connect.topic.TopicSourceConnector",
                                Map.of(
                                        "topic.format",
                                        "joined",
                                        "source.bootstrap.servers",
                                        broker.bootstrapServers())));
        worker.connectors()
                .put(
                        "sink",
                        joined(
                                "org.apache.kafka.connect.file.FileStreamSinkConnector",
                                Map.of("file", file.toString())));
        try (TopicContents joined = new TopicContents(broker.bootstrapServers(), "joined", 1)) {
            sendFlights(0, 50);
            Await.untilTrue("50 flights from the source", SOON, () -> joined.count() == 50);
            Await.untilTrue("50 flights in the sink", SOON, () -> lines(file).size() == 50);

            network.cut();
            sendFlights(50, 100);
            for (String name : List.of("source", "sink")) {
                assertThat(worker.connectors().awaitFailed(name, SOON))
                        .contains("TableUnavailableError: The database of table airports cannot be read");
            }
            assertThat(joined.count()).isEqualTo(50);
            network.heal();
            for (String name : List.of("source", "sink")) {
                worker.connectors().request("POST", "/connectors/" + name + "/restart?includeTasks=true", null);
            }

            Await.untilTrue("100 flights from the source", SOON, () -> joined.count() >= 100);
            Await.untilTrue("100 flights in the sink", SOON, () -> lines(file).size() >= 100);
            assertFlights(joined.toTheEnd().get(0).stream()
                    .map(record -> record.value())
                    .toList());
            assertFlightsOfSink(lines(file));
        } finally {
            network.heal();
        }
        for (String name : List.of("source", "sink", "airports")) {
            worker.connectors().delete(name);
        }
        assertThat(worker.process().logText()).doesNotContain(PASSWORD);
    }

    @Test
    void tasks_insideDebeziumsConnector_findTheDriverInOurFolder() throws Exception {
        sql("create table ports (iata text primary key, city text)");
        sql("insert into ports values ('JFK', 'New York')");
        sql("create table orders (id int primary key, origin text)");
        sql("insert into orders values (1, 'JFK')");
        follow("ports", true);
        Map<String, String> config = debezium("orders", false);
        config.put("transforms", "unwrap,port");
        config.put("transforms.unwrap.type", "io.debezium.transforms.ExtractNewRecordState");
        enrich("port", "ports").forEach((key, value) -> config.put("transforms.port." + key, value));
        worker.connectors().put("orders", config);

        try (TopicContents orders = new TopicContents(broker.bootstrapServers(), "orders.public.orders", 1)) {
            Await.untilTrue("the order", SOON, () -> orders.count() == 1);
            assertThat(JSON.readValue(
                            orders.toTheEnd().get(0).get(0).value(), new TypeReference<Map<String, Object>>() {}))
                    .isEqualTo(Map.of("id", 1, "origin", "JFK", "city", "New York"));
        }
        worker.connectors().delete("orders");
        worker.connectors().delete("ports");
    }

    private static double loads(String table) {
        try {
            return (Double) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("freshet.enrich:type=table-metrics,table=" + table), "loads-total");
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private static void sendFlights(int from, int to) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("flights", "{\"n\":" + i + ",\"origin\":\"A" + i + "\"}"))
                        .get();
            }
        }
    }

    /** Some may come twice after a restart. */
    private static void assertFlights(List<String> found) throws JsonProcessingException {
        Set<Map<?, ?>> flights = new HashSet<>();
        for (String each : found) {
            flights.add(JSON.readValue(each, Map.class));
        }
        Set<Map<?, ?>> expected = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            expected.add(Map.of("n", i, "origin", "A" + i, "city", "city " + i));
        }
        assertThat(flights).isEqualTo(expected);
    }

    /** The sink writes maps as text: {@code {n=7, origin=A7, city=city 7}}, in any order. */
    private static void assertFlightsOfSink(List<String> found) {
        Set<Set<String>> flights = new HashSet<>();
        for (String each : found) {
            flights.add(Set.of(each.substring(1, each.length() - 1).split(", ", -1)));
        }
        Set<Set<String>> expected = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            expected.add(Set.of("n=" + i, "origin=A" + i, "city=city " + i));
        }
        assertThat(flights).isEqualTo(expected);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> joined(String connector, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("connector.class", connector);
        config.put("tasks.max", "1");
        config.put("topics", "flights");
        config.put("errors.tolerance", "all");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "airport");
        enrich("airport", "airports").forEach((key, value) -> config.put("transforms.airport." + key, value));
        config.put("transforms.airport.table.jdbc.retry.timeout", "3s");
        config.put("transforms.airport.table.jdbc.timeout", "1s");
        return config;
    }

    private static Map<String, String> enrich(String alias, String table) {
        Map<String, String> settings = new HashMap<>(settings(table));
        settings.put("type", "io.freshet.transforms.enrich.Enrich$Value");
        settings.put("key", "origin");
        settings.put("fields", "city");
        settings.remove("into");
        settings.put("metrics.name", alias);
        return settings;
    }

    private static void follow(String table, boolean schemas) {
        worker.connectors().put(table, debezium(table, schemas));
        worker.connectors().awaitRunning(table, 1, SOON);
        try (TopicContents topic = new TopicContents(broker.bootstrapServers(), table + ".public." + table, 1)) {
            Await.untilTrue("the snapshot of " + table, SOON, () -> topic.count() > 0);
        }
    }

    private static Map<String, String> debezium(String table, boolean schemas) {
        Map<String, String> config = new HashMap<>(Debezium.connector(postgres, table, "public." + table));
        config.put("skipped.operations", "none");
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            config.put(converter + ".schemas.enable", Boolean.toString(schemas));
        }
        return config;
    }

    private static Map<String, String> settings(String table) {
        return Map.ofEntries(
                Map.entry("key", "airport"),
                Map.entry("into", "row"),
                Map.entry("on.miss", "null"),
                Map.entry("table.topic", table + ".public." + table),
                Map.entry("table.bootstrap.servers", broker.bootstrapServers()),
                Map.entry("table.mode", "lookup"),
                Map.entry(
                        "table.jdbc.url", "jdbc:postgresql://127.0.0.1:" + network.port() + "/" + postgres.database()),
                Map.entry("table.jdbc.user", "reader"),
                Map.entry("table.jdbc.password", PASSWORD),
                Map.entry("table.jdbc.table", table));
    }

    private static Enrich<SinkRecord> lookup(String table, String... more) {
        Map<String, String> settings = new HashMap<>(settings(table));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        Enrich<SinkRecord> enrich = new Enrich.Value<>();
        enrich.configure(settings);
        return enrich;
    }

    private static void awaitRow(Enrich<SinkRecord> enrich, String iata, @Nullable Map<String, ?> expected) {
        Await.untilTrue(iata + " = " + expected, SOON, () -> Objects.equals(row(enrich, iata), expected));
    }

    private static @Nullable Map<?, ?> row(Enrich<SinkRecord> enrich, String iata) {
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("airport", iata), 0);
        Map<?, ?> row = (Map<?, ?>) ((Map<?, ?>) enrich.apply(record).value()).get("row");
        if (row == null) {
            return null;
        }
        Map<Object, @Nullable Object> copy = new HashMap<>(row);
        copy.remove("iata");
        return copy;
    }

    private static Map<String, @Nullable Object> row(String city, @Nullable Integer runways) {
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("city", city));
        row.put("runways", runways);
        return row;
    }

    private static @Nullable Object city(Enrich<SinkRecord> enrich, Object id, String region) {
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("id", id, "region", region), 0);
        Map<?, ?> row = (Map<?, ?>) ((Map<?, ?>) enrich.apply(record).value()).get("row");
        return row == null ? null : row.get("city");
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
