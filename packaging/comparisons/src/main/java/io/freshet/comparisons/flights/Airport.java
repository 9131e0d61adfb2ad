package io.freshet.comparisons.flights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A row of the table that flights are joined with. */
public record Airport(
        String iata, String name, String city, String state, String country, double latitude, double longitude) {
    private static final String FILE = "/io/freshet/quickstart/airports.csv";

    /** All airports by their code. */
    public static Map<String, Airport> all() {
        try (InputStream in = Objects.requireNonNull(Airport.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Airport> all = new LinkedHashMap<>();
            lines.lines().skip(1).map(Airport::parse).forEach(airport -> all.put(airport.iata, airport));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Quotes are around columns that have commas, none has quotes of its own. */
    private static Airport parse(String line) {
        List<String> columns = List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)).stream()
                .map(column -> column.replace("\"", ""))
                .toList();
        return new Airport(
                columns.get(0),
                columns.get(1),
                columns.get(2),
                columns.get(3),
                columns.get(4),
                Double.parseDouble(columns.get(5)),
                Double.parseDouble(columns.get(6)));
    }

    /** The row as a message of the table's topic. */
    public byte[] json() {
        ObjectNode row = new ObjectMapper().createObjectNode();
        row.put("iata", iata)
                .put("name", name)
                .put("city", city)
                .put("state", state)
                .put("country", country);
        row.put("latitude", latitude).put("longitude", longitude);
        return row.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Adds what a flight gets of its origin. */
    void addTo(ObjectNode flight) {
        flight.put("origin_name", name)
                .put("origin_city", city)
                .put("origin_lat", latitude)
                .put("origin_lon", longitude);
    }
}
