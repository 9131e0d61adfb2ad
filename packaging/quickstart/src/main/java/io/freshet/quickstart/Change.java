package io.freshet.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.local.Await;
import java.time.Duration;

/** Renames an airport and sends flights from there until one comes out with the new name. */
final class Change {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_FLIGHTS = Duration.ofMillis(5);

    private final AirportsTable airports;
    private final Flights flights;
    private final EnrichedFlights enriched;
    private final String iata;
    private final JsonNode flight;

    /** The first flight with the new name, and how long after the commit it was read. */
    record Seen(EnrichedFlight flight, Duration afterCommit) {}

    Change(AirportsTable airports, Flights flights, EnrichedFlights enriched, String iata) {
        this.airports = airports;
        this.flights = flights;
        this.enriched = enriched;
        this.iata = iata;
        this.flight = flights.all().stream()
                .filter(candidate -> candidate.path("origin").asText().equals(iata))
                .findFirst()
                .orElseThrow();
    }

    Seen to(String name) {
        long committed = airports.rename(iata, name);
        EnrichedFlight first = Await.until("a flight from " + name, PATIENCE, () -> {
            flights.send(flight);
            return enriched.next(BETWEEN_FLIGHTS).stream()
                    .filter(found -> found.originName().equals(name))
                    .findFirst()
                    .orElse(null);
        });
        return new Seen(first, Duration.ofNanos(System.nanoTime() - committed));
    }
}
