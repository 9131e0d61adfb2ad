package io.freshet.quickstart;

import io.freshet.local.Await;
import io.freshet.local.Debezium;
import io.freshet.local.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.postgresql.PGConnection;

/** The table {@code airports} in PostgreSQL, and the topic that tells its changes. */
final class AirportsTable {
    static final String TOPIC = "db.public.airports";

    private static final Duration SNAPSHOT = Duration.ofSeconds(60);

    private final PostgresServer postgres;

    AirportsTable(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** Creates it and returns how many airports it has. */
    long load() {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                InputStream rows = Resources.open("airports.csv")) {
            statement.execute(
                    "create table airports (iata text primary key, name text, city text, state text, country text,"
                            + " latitude double precision, longitude double precision)");
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy airports from stdin with (format csv, header true)", rows);
        } catch (SQLException | IOException e) {
            throw new CannotRunException("The table airports could not be filled: " + e.getMessage(), e);
        }
    }

    /** What the rename below runs, as a person would write it. */
    static String renameStatement(String iata, String name) {
        return "update airports set name = '" + name + "' where iata = '" + iata + "'";
    }

    /** Renames an airport and returns when the change was committed, on this JVM's clock. */
    long rename(String iata, String name) {
        try (Connection connection = postgres.connect();
                PreparedStatement update = connection.prepareStatement("update airports set name = ? where iata = ?")) {
            update.setString(1, name);
            update.setString(2, iata);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("No airport " + iata);
            }
            return System.nanoTime();
        } catch (SQLException e) {
            throw new CannotRunException("The airport " + iata + " could not be renamed: " + e.getMessage(), e);
        }
    }

    /** Debezium's settings, with JSON as plain as it gets. */
    Map<String, String> connector() {
        Map<String, String> config = new LinkedHashMap<>(Debezium.connector(postgres, "db", "public.airports"));
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            config.put(converter + ".schemas.enable", "false");
        }
        return config;
    }

    /** Waits until the topic tells of this many rows. */
    static void awaitSnapshot(Admin admin, long rows) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        Await.untilTrue(rows + " rows in topic " + TOPIC, SNAPSHOT, () -> endOffset(admin, partition) >= rows);
    }

    private static long endOffset(Admin admin, TopicPartition partition) {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new IllegalStateException("The end of " + partition + " cannot be told", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
