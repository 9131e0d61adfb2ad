package io.freshet.endtoend;

import io.freshet.local.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postgresql.PGConnection;

/** The airports of the quickstart, as a table in PostgreSQL and as what a test expects of it. */
final class Airports {

    private static final String FILE = "/io/freshet/quickstart/airports.csv";

    private Airports() {}

    static void createTable(PostgresServer postgres) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                InputStream rows = open()) {
            statement.execute(
                    "create table airports (iata text primary key, name text, city text, state text, country text,"
                            + " latitude double precision, longitude double precision)");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy airports from stdin with (format csv, header true)", rows);
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns iata, city and state of each, by iata. */
    static Map<String, Map<String, String>> citiesAndStates() {
        Map<String, Map<String, String>> airports = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(Airports::columns).forEach(columns -> {
                airports.put(columns.get(0), Map.of("city", columns.get(2), "state", columns.get(3)));
            });
            return airports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Splits a line of CSV: quotes are around columns that have commas, none has quotes of its own. */
    private static List<String> columns(String line) {
        return List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)).stream()
                .map(column -> column.replace("\"", ""))
                .toList();
    }

    private static InputStream open() {
        return Objects.requireNonNull(Airports.class.getResourceAsStream(FILE), FILE);
    }
}
