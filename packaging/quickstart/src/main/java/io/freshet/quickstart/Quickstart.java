package io.freshet.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.local.Await;
import io.freshet.local.ConnectRest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The road end to end: systems, a table, a stream, their join, a change, the metrics. */
final class Quickstart {
    private static final Duration RUNNING = Duration.ofSeconds(60);
    private static final Duration ENRICHED = Duration.ofSeconds(60);
    private static final Duration BETWEEN_FLIGHTS = Duration.ofMillis(700);
    private static final String RENAMED = "SFO";
    private static final String NEW_NAME = "Harvey Milk International";
    private static final int MORE_CHANGES = 9;

    private final Options options;
    private final Terminal terminal;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Quickstart(Options options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    void run(Systems systems) {
        terminal.heading("1  Three systems, each a process of this machine");
        systems.start(terminal);
        try (Flights flights = new Flights(systems.broker().bootstrapServers());
                EnrichedFlights enriched = new EnrichedFlights(systems.broker().bootstrapServers())) {
            AirportsTable airports = fillTable(systems);
            startStream(systems, flights);
            showJoin(flights, enriched);
            showChange(airports, flights, enriched);
            showMiss(flights, enriched);
            showMetrics(systems);
            showSettings(systems, airports);
            if (!options.once()) {
                replay(flights, enriched, systems);
            }
        }
    }

    private AirportsTable fillTable(Systems systems) {
        terminal.heading("2  A table in PostgreSQL, told to Kafka by Debezium");
        AirportsTable airports = new AirportsTable(systems.postgres());
        long rows = terminal.step("Table airports", airports::load, count -> number(count) + " rows");
        terminal.step(
                "Connector airports",
                () -> {
                    startConnector(systems, "airports", airports.connector(), 1);
                    AirportsTable.awaitSnapshot(systems.broker().admin(), rows);
                },
                number(rows) + " rows in topic " + AirportsTable.TOPIC);
        return airports;
    }

    private void startStream(Systems systems, Flights flights) {
        terminal.heading("3  A stream of flights, joined with the table inside the worker");
        terminal.step(
                "Topic " + Flights.TOPIC,
                () -> {
                    systems.broker().createTopic(Flights.TOPIC, Flights.PARTITIONS, Map.of());
                    systems.broker().createTopic(EnrichedFlights.TOPIC, Flights.PARTITIONS, Map.of());
                    return flights.sendAll();
                },
                count -> number(count) + " flights of 2001");
        Map<String, String> config = EnrichedFlights.connector(systems.broker().bootstrapServers());
        terminal.step(
                "Connector " + EnrichedFlights.CONNECTOR,
                () -> startConnector(systems, EnrichedFlights.CONNECTOR, config, 2),
                "2 tasks, exactly once");
    }

    private void showJoin(Flights flights, EnrichedFlights enriched) {
        int expected = flights.all().size();
        List<EnrichedFlight> all = terminal.step(
                "Topic " + EnrichedFlights.TOPIC,
                () -> take(enriched, expected),
                found -> number(found.size())
                        + " flights, "
                        + number(found.stream()
                                .filter(EnrichedFlight::hasAirports)
                                .count())
                        + " of them with both airports");
        terminal.heading("4  A flight, before and after");
        ObjectNode before = flights.all().get(0);
        terminal.block(text(before));
        terminal.line(terminal.dim("becomes"));
        terminal.block(text(all.stream()
                .map(EnrichedFlight::value)
                .filter(value -> isOf(before, value))
                .findFirst()
                .orElseThrow()));
    }

    private void showChange(AirportsTable airports, Flights flights, EnrichedFlights enriched) {
        terminal.heading("5  The table changes, and so does the next flight");
        terminal.line(AirportsTable.renameStatement(RENAMED, NEW_NAME) + ";");
        Change change = new Change(airports, flights, enriched, RENAMED);
        Change.Seen seen = change.to(NEW_NAME);
        terminal.line(seen.flight().line());
        terminal.line(terminal.green(terminal.bold(milliseconds(seen.afterCommit())))
                + " from the commit to this event in the hands of a consumer");
        List<Duration> more = IntStream.rangeClosed(1, MORE_CHANGES)
                .mapToObj(number -> change.to(NEW_NAME + " " + number).afterCommit())
                .sorted()
                .toList();
        terminal.line(terminal.dim(MORE_CHANGES + " more changes: " + milliseconds(more.get(MORE_CHANGES / 2))
                + " in the middle, " + milliseconds(more.get(MORE_CHANGES - 1)) + " at most"));
    }

    private void showMiss(Flights flights, EnrichedFlights enriched) {
        ObjectNode unknown = flights.all().get(0).deepCopy().put("destination", "XXX");
        flights.send(unknown);
        EnrichedFlight miss =
                Await.until("the flight to XXX", ENRICHED, () -> enriched.next(Duration.ofMillis(100)).stream()
                        .filter(flight ->
                                flight.value().path("destination").asText().equals("XXX"))
                        .findFirst()
                        .orElse(null));
        terminal.gap();
        terminal.line("A flight to XXX, which is no airport, passes "
                + (miss.isMiss() ? "with the header " + EnrichedFlights.MISS : "unmarked"));
    }

    private void showMetrics(Systems systems) {
        terminal.heading("6  What the agents tell Prometheus");
        show("Broker", systems.brokerMetrics(), TellingMetric.OF_THE_BROKER);
        terminal.gap();
        show("Worker", systems.workerMetrics(), TellingMetric.OF_THE_WORKER);
    }

    private void show(String who, String url, List<TellingMetric> metrics) {
        Exposition exposition = Exposition.scrape(url);
        terminal.line(terminal.bold(who) + "  " + number(exposition.series()) + " series on " + url);
        metrics.forEach(metric -> metric.show(exposition, terminal));
    }

    private void showSettings(Systems systems, AirportsTable airports) {
        terminal.heading("7  Everything above, to try for yourself");
        terminal.line("PostgreSQL      psql postgresql://postgres:postgres@127.0.0.1:"
                + systems.postgres().port() + "/postgres");
        terminal.line("Kafka           " + systems.broker().bootstrapServers());
        terminal.line("Connect         " + systems.worker().rest() + "/connectors");
        terminal.line("Broker metrics  " + systems.brokerMetrics());
        terminal.line("Worker metrics  " + systems.workerMetrics());
        show(systems, "airports", airports.connector());
        show(
                systems,
                EnrichedFlights.CONNECTOR,
                EnrichedFlights.connector(systems.broker().bootstrapServers()));
    }

    private void show(Systems systems, String connector, Map<String, String> config) {
        terminal.gap();
        terminal.line(terminal.dim("PUT " + systems.worker().rest() + "/connectors/" + connector + "/config"));
        terminal.block(text(config));
    }

    private void replay(Flights flights, EnrichedFlights enriched, Systems systems) {
        terminal.heading("8  Flights at a human pace, until Ctrl-C");
        terminal.line("Meanwhile, change an airport in another terminal, and look at its next flight:");
        terminal.line(terminal.bold("psql postgresql://postgres:postgres@127.0.0.1:"
                + systems.postgres().port() + "/postgres -c \"update airports set name = upper(name)\""));
        terminal.gap();
        while (true) {
            for (ObjectNode flight : flights.all()) {
                flights.send(flight);
                long until = System.nanoTime() + BETWEEN_FLIGHTS.toNanos();
                for (long left = BETWEEN_FLIGHTS.toNanos(); left > 0; left = until - System.nanoTime()) {
                    enriched.next(Duration.ofNanos(left)).forEach(found -> terminal.line(found.line()));
                }
            }
        }
    }

    private static void startConnector(Systems systems, String name, Map<String, String> config, int tasks) {
        ConnectRest connectors = systems.worker().connectors();
        connectors.put(name, config);
        connectors.awaitRunning(name, tasks, RUNNING);
    }

    private static List<EnrichedFlight> take(EnrichedFlights enriched, int count) {
        List<EnrichedFlight> found = new ArrayList<>();
        Await.untilTrue(count + " flights in " + EnrichedFlights.TOPIC, ENRICHED, () -> {
            found.addAll(enriched.next(Duration.ofMillis(100)));
            return found.size() >= count;
        });
        return found;
    }

    private static boolean isOf(JsonNode flight, JsonNode enriched) {
        return flight.properties().stream().allMatch(field -> field.getValue().equals(enriched.path(field.getKey())));
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not JSON", e);
        }
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
