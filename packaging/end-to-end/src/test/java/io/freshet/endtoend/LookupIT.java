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
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
        postgres = PostgresServer.builder()
                .serverConfig("track_commit_timestamp", "on")
                .serverConfig("max_replication_slots", "20")
                .serverConfig("max_wal_senders", "20")
                .start();
        network = TcpProxy.to(postgres.port());
        broker = KafkaBroker.builder().start();
        // Debezium's own driver is in Debezium's folder, where we cannot see it.
        Path plugins = JdbcDriver.addTo(Freshet.unpackArchive(folder.resolve("plugins")), org.postgresql.Driver.class);
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .plugins(Debezium.plugins(), plugins)
                .start();
        sql("create user reader password '" + PASSWORD + "'");
        sql("alter default privileges grant select on tables to reader");
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findByColumns_rowsThatCompeteMoveAndGo_isTheOneThatChangedLast(boolean schemas) {
        String table = schemas ? "planes_with_schemas" : "planes_without_schemas";
        sql("create table " + table + " (tail int primary key, airline text, model text, since timestamp)");
        sql("insert into " + table + " values (1, 'AA', 'A321', '2026-01-01'), (2, 'AA', 'B738', '2026-01-02'),"
                + " (3, 'UA', 'B77W', null)");
        follow(table, schemas);
        Map<String, String> settings = byAirline(table);
        settings.put("table.jdbc.newest.by", "since");
        try (Enrich<SinkRecord> enrich = new Enrich.Value<>()) {
            enrich.configure(settings);
            assertThat(model(enrich, "AA")).isEqualTo("B738");
            assertThat(model(enrich, "UA")).isEqualTo("B77W");
            assertThat(model(enrich, "DL")).isNull();

            sql("update " + table + " set model = 'A21N', since = '2026-01-03' where tail = 1");
            awaitModel(enrich, "AA", "A21N");
            // Only the new place of the row is in the log, and the old one is to know.
            sql("update " + table + " set airline = 'DL' where tail = 1");
            awaitModel(enrich, "DL", "A21N");
            awaitModel(enrich, "AA", "B738");
            sql("delete from " + table + " where tail = 1");
            awaitModel(enrich, "DL", null);
            sql("insert into " + table + " values (4, 'UA', 'B39M', '2026-01-01')");
            awaitModel(enrich, "UA", "B39M");
            sql("delete from " + table + " where tail = 4");
            awaitModel(enrich, "UA", "B77W");
            sql("update " + table + " set airline = null where tail = 3");
            awaitModel(enrich, "UA", null);
            sql("update " + table + " set tail = 5, airline = 'UA' where tail = 3");
            awaitModel(enrich, "UA", "B77W");
            sql("update " + table + " set tail = 6 where tail = 5");
            sql("update " + table + " set model = 'B78X' where tail = 6");
            awaitModel(enrich, "UA", "B78X");
        }
        worker.connectors().delete(table);
    }

    @Test
    void findByColumns_withAQueryOrWithoutAnOrder_isWhatThatSays() {
        sql("create table crews (id int primary key, plane text, captain text, retired boolean)");
        sql("insert into crews values (1, 'N1', 'Ann', false), (2, 'N1', 'Bob', false), (3, 'N2', 'Cid', false)");
        follow("crews", true);
        Map<String, String> settings = byAirline("crews");
        settings.put("table.key", "plane");
        settings.put("fields", "captain:model");
        try (Enrich<SinkRecord> enrich = new Enrich.Value<>()) {
            enrich.configure(settings);
            assertThat(model(enrich, "N2")).isEqualTo("Cid");
            assertThatThrownBy(() -> model(enrich, "N1"))
                    .isInstanceOf(TableUnavailableError.class)
                    .hasMessage(
                            "Several rows of crews have the same [plane]. Expecting the columns that tell which of them"
                                    + " changed last in table.jdbc.newest.by, or a table.jdbc.query that finds one");

            settings.put(
                    "table.jdbc.query",
                    "SELECT id, plane, upper(captain) AS captain FROM crews WHERE plane = ? AND NOT retired"
                            + " ORDER BY id DESC LIMIT 1 -- the last that is left");
            enrich.configure(settings);
            assertThat(model(enrich, "N1")).isEqualTo("BOB");
            sql("update crews set retired = true where id = 2");
            awaitModel(enrich, "N1", "ANN");
            sql("update crews set retired = true where id = 1");
            awaitModel(enrich, "N1", null);
            sql("update crews set retired = false where id = 2");
            awaitModel(enrich, "N1", "BOB");
            assertThat(model(enrich, "' OR '1' = '1")).isNull();

            settings.put("table.jdbc.query", "SELECT captain, plane FROM crews WHERE plane = ?");
            enrich.configure(settings);
            assertThatThrownBy(() -> model(enrich, "N1"))
                    .hasMessage(
                            "Setting 'table.jdbc.key' names column 'id', which the result of table.jdbc.query does not"
                                    + " have. Columns found: [captain, plane]");
        }
        worker.connectors().delete("crews");
    }

    @Test
    void changeTime_ofARowLookedUp_isThatOfItsCommitAsTheFeedTellsIt() {
        sql("create table dated (iata text primary key, city text, runways int)");
        sql("insert into dated values ('BOS', 'Boston', 6)");
        follow("dated", true);
        sql("update dated set city = 'Logan' where iata = 'BOS'");
        Map<String, String> looked = new HashMap<>(settings("dated"));
        looked.put("change.time.field", "changed");
        Map<String, String> complete = new HashMap<>(looked);
        complete.keySet().removeIf(key -> key.startsWith("table.jdbc") || key.equals("table.mode"));
        try (Enrich<SinkRecord> fed = new Enrich.Value<>();
                Enrich<SinkRecord> lookup = new Enrich.Value<>()) {
            fed.configure(complete);
            lookup.configure(looked);
            SinkRecord bos = new SinkRecord("t", 0, null, null, null, Map.of("airport", "BOS"), 0);
            Await.untilTrue("the change", SOON, () -> "Logan".equals(of(fed, bos, "city")));

            Object told = changed(fed, bos);
            assertThat(told).isInstanceOf(Long.class);
            assertThat(changed(lookup, bos)).isEqualTo(told);
            sql("update dated set city = 'Boston' where iata = 'BOS'");
            Await.untilTrue("a later time", SOON, () -> !told.equals(changed(fed, bos)));
            Await.untilTrue("the same here", SOON, () -> changed(fed, bos).equals(changed(lookup, bos)));
        }
        worker.connectors().delete("dated");
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
    void tasks_databaseStopped_failOrSkipAsTheirSettingsSayAndLoseNothing() throws Exception {
        sql("create table airports (iata text primary key, city text)");
        sql("insert into airports select 'A' || i, 'city ' || i from generate_series(0, 119) i");
        follow("airports", true);
        broker.createTopic("flights", 1, Map.of());
        List<String> all = Stream.of("source", "sink")
                .flatMap(kind -> Stream.of(kind, kind + "-all", kind + "-tolerating", kind + "-tolerating-all"))
                .toList();
        List<String> skipping = List.of("source-tolerating-all", "sink-tolerating-all");
        List<String> failing =
                all.stream().filter(name -> !skipping.contains(name)).toList();
        all.forEach(name -> worker.connectors().put(name, joined(name)));
        sendFlights(0, 50);
        for (String name : all) {
            Await.untilTrue("50 flights of " + name, SOON, () -> flights(name).equals(expected(0, 50)));
        }

        postgres.stop();
        sendFlights(50, 100);
        for (String name : failing) {
            assertThat(worker.connectors().awaitFailed(name, SOON))
                    .contains("TableUnavailableError: The database of table airports ");
            assertThat(flights(name)).as(name).isEqualTo(expected(0, 50));
        }
        for (String name : skipping) {
            Await.untilTrue("skipped flights of " + name, SOON, () -> errors(name) == 50);
        }

        postgres.start();
        for (String name : failing) {
            worker.connectors().request("POST", "/connectors/" + name + "/restart?includeTasks=true", null);
        }
        for (String name : failing) {
            Await.untilTrue("100 flights of " + name, SOON, () -> flights(name).size() == 100);
        }
        sendFlights(100, 120);
        for (String name : failing) {
            Await.untilTrue("120 flights of " + name, SOON, () -> flights(name).size() == 120);
            assertThat(flights(name)).as(name).isEqualTo(expected(0, 120));
        }
        for (String name : skipping) {
            Await.untilTrue(
                    "20 more flights of " + name, SOON, () -> flights(name).size() == 70);
            assertThat(flights(name)).as(name).isEqualTo(union(expected(0, 50), expected(100, 120)));
        }
        all.forEach(name -> worker.connectors().delete(name));
        worker.connectors().delete("airports");
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

    /** Returns which flights came out of a connector, as their fields; some may have come twice after a restart. */
    private static Set<Set<String>> flights(String name) {
        return name.startsWith("sink") ? sunk(folder.resolve(name + ".txt")) : written("out-" + name);
    }

    private static Set<Set<String>> written(String topic) {
        Set<Set<String>> flights = new HashSet<>();
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), topic, 1)) {
            for (ConsumerRecord<String, String> record : contents.toTheEnd().get(0)) {
                Set<String> fields = new HashSet<>();
                JSON.readValue(record.value(), new TypeReference<Map<String, String>>() {})
                        .forEach((key, value) -> fields.add(key + "=" + value));
                flights.add(fields);
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        return flights;
    }

    /** The sink writes maps as text: {@code {n=7, origin=A7, city=city 7}}, in any order. */
    private static Set<Set<String>> sunk(Path file) {
        try {
            Set<Set<String>> flights = new HashSet<>();
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                flights.add(Set.of(line.substring(1, line.length() - 1).split(", ", -1)));
            }
            return flights;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<Set<String>> expected(int from, int to) {
        Set<Set<String>> flights = new HashSet<>();
        for (int i = from; i < to; i++) {
            flights.add(Set.of("n=" + i, "origin=A" + i, "city=city " + i));
        }
        return flights;
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Returns how many records of a task Connect has tolerated an error of. */
    private static long errors(String connector) {
        return worker.process()
                .logText()
                .lines()
                .filter(line -> line.contains("Error encountered in task " + connector + "-0. "))
                .count();
    }

    private static Map<String, String> joined(String name) {
        Map<String, String> config = new HashMap<>();
        if (name.startsWith("sink")) {
            config.put("connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector");
            config.put("file", folder.resolve(name + ".txt").toString());
        } else {
            config.put("connector.class", "io.freshet.connect.topic.TopicSourceConnector");
            config.put("topic.format", "out-" + name);
            config.put("source.bootstrap.servers", broker.bootstrapServers());
        }
        config.put("tasks.max", "1");
        config.put("topics", "flights");
        config.put("errors.tolerance", name.endsWith("-all") ? "all" : "none");
        config.put("errors.log.enable", "true");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "airport");
        enrich("airport", "airports").forEach((key, value) -> config.put("transforms.airport." + key, value));
        config.put("transforms.airport.on.unavailable", name.contains("tolerating") ? "tolerate" : "fail");
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

    private static Map<String, String> byAirline(String table) {
        Map<String, String> settings = new HashMap<>(settings(table));
        settings.put("table.key", "airline");
        settings.put("fields", "model");
        return settings;
    }

    private static void awaitModel(Enrich<SinkRecord> enrich, String airline, @Nullable String expected) {
        Await.untilTrue(airline + " = " + expected, SOON, () -> Objects.equals(model(enrich, airline), expected));
    }

    private static @Nullable Object model(Enrich<SinkRecord> enrich, String airline) {
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("airport", airline), 0);
        Map<?, ?> row = (Map<?, ?>) ((Map<?, ?>) enrich.apply(record).value()).get("row");
        return row == null ? null : row.get("model");
    }

    private static Object changed(Enrich<SinkRecord> enrich, SinkRecord record) {
        return Objects.requireNonNull(of(enrich, record, "changed"));
    }

    private static @Nullable Object of(Enrich<SinkRecord> enrich, SinkRecord record, String column) {
        Map<?, ?> row = (Map<?, ?>) ((Map<?, ?>) enrich.apply(record).value()).get("row");
        return row == null ? null : row.get(column);
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
