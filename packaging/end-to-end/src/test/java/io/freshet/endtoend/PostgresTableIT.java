package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Debezium;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import io.freshet.transforms.enrich.Enrich;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done in PostgreSQL is seen in the table, through real Debezium. */
class PostgresTableIT {

    private static final Duration SOON = Duration.ofMinutes(1);

    private static PostgresServer postgres;
    private static KafkaBroker broker;
    private static ConnectWorker worker;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.builder().start();
        broker = KafkaBroker.builder().start();
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .plugins(Debezium.plugins())
                .start();
    }

    @AfterAll
    static void stop() {
        worker.close();
        broker.close();
        postgres.close();
    }

    @ParameterizedTest(name = "{0}, schemas.enable={1}, {3}")
    @CsvSource({
        "plain, false, false, detect",
        "schemas, true, false, detect",
        "unwrapped, false, true, detect",
        "unwrapped_schemas, true, true, debezium-unwrapped",
    })
    void insertUpdateDeleteAndKeyChange_reachTheTable(String table, boolean schemas, boolean unwrapped, String format) {
        sql("create table " + table + " (iata text primary key, city text, runways int)");
        sql("insert into " + table + " values ('BOS', 'Boston', 6)");
        Map<String, String> config = debezium(table, schemas);
        if (unwrapped) {
            config.put("transforms", "unwrap");
            config.put("transforms.unwrap.type", "io.debezium.transforms.ExtractNewRecordState");
            config.put("transforms.unwrap.delete.tombstone.handling.mode", "rewrite");
        }
        worker.connectors().put(table, config);
        worker.connectors().awaitRunning(table, 1, SOON);
        Enrich<SinkRecord> enrich = enrich(table, format);
        awaitRow(enrich, "BOS", Map.of("city", "Boston", "runways", 6L));

        sql("insert into " + table + " values ('JFK', 'New York', null)");
        awaitRow(enrich, "JFK", row("New York"));

        sql("update " + table + " set city = 'Queens', runways = 4 where iata = 'JFK'");
        awaitRow(enrich, "JFK", Map.of("city", "Queens", "runways", 4L));

        sql("update " + table + " set iata = 'IDL' where iata = 'JFK'");
        awaitRow(enrich, "IDL", Map.of("city", "Queens", "runways", 4L));
        awaitRow(enrich, "JFK", null);

        sql("delete from " + table + " where iata = 'IDL'");
        awaitRow(enrich, "IDL", null);
        assertThat(row(enrich, "BOS")).isEqualTo(Map.of("city", "Boston", "runways", 6L));

        enrich.close();
        worker.connectors().delete(table);
    }

    @Test
    void updateThatLeavesALargeValueAlone_keepsIt() {
        sql("create table large (iata text primary key, city text, runways int)");
        // Random, so that compression does not make it small enough to be logged with the row.
        sql("insert into large select 'JFK', string_agg(md5(random()::text), ''), 3 from generate_series(1, 1000)");
        worker.connectors().put("large", debezium("large", false));
        worker.connectors().awaitRunning("large", 1, SOON);
        Enrich<SinkRecord> enrich = enrich("large", "detect");
        Object city = Await.until("the row", SOON, () -> {
            Map<String, @Nullable Object> row = row(enrich, "JFK");
            return row == null ? null : row.get("city");
        });
        assertThat(city.toString()).hasSize(32_000);

        sql("update large set runways = 4 where iata = 'JFK'");

        awaitRow(enrich, "JFK", Map.of("city", city, "runways", 4L));
        enrich.close();
    }

    @Test
    void truncate_withNothingSkippedOnAnOrderedTopic_emptiesTheTable() {
        sql("create table truncated (iata text primary key, city text, runways int)");
        sql("insert into truncated values ('BOS', 'Boston', 6)");
        Map<String, String> config = debezium("truncated", false);
        config.put("skipped.operations", "none");
        worker.connectors().put("truncated", config);
        worker.connectors().awaitRunning("truncated", 1, SOON);
        Enrich<SinkRecord> enrich = enrich("truncated", "detect");
        awaitRow(enrich, "BOS", Map.of("city", "Boston", "runways", 6L));

        sql("truncate truncated");
        awaitRow(enrich, "BOS", null);

        sql("insert into truncated values ('JFK', 'New York', null)");
        awaitRow(enrich, "JFK", row("New York"));
        enrich.close();
    }

    private static Map<String, String> debezium(String table, boolean schemas) {
        Map<String, String> config = new HashMap<>(Debezium.connector(postgres, table, "public." + table));
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            config.put(converter + ".schemas.enable", Boolean.toString(schemas));
        }
        return config;
    }

    private static Enrich<SinkRecord> enrich(String table, String format) {
        Enrich<SinkRecord> enrich = new Enrich.Value<>();
        enrich.configure(Map.of(
                "key", "airport",
                "fields", "city,runways",
                "into", "row",
                "on.miss", "null",
                "table.format", format,
                "table.topic", table + ".public." + table,
                "table.bootstrap.servers", broker.bootstrapServers()));
        return enrich;
    }

    private static void awaitRow(Enrich<SinkRecord> enrich, String iata, @Nullable Map<String, ?> expected) {
        Await.untilTrue(iata + " = " + expected, SOON, () -> Objects.equals(row(enrich, iata), expected));
    }

    /** Returns the row as a record gets it. JSON of either kind has whole numbers; they are compared as such. */
    private static @Nullable Map<String, @Nullable Object> row(Enrich<SinkRecord> enrich, String iata) {
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("airport", iata), 0);
        Object row = ((Map<?, ?>) enrich.apply(record).value()).get("row");
        if (row == null) {
            return null;
        }
        Map<String, @Nullable Object> copy = new HashMap<>();
        ((Map<?, ?>) row).forEach((name, value) -> {
            copy.put(String.valueOf(name), value instanceof Integer whole ? (Object) whole.longValue() : value);
        });
        return copy;
    }

    private static Map<String, @Nullable Object> row(String city) {
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("city", city));
        row.put("runways", null);
        return row;
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
