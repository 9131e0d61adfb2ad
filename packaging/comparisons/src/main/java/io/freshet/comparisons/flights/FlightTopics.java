package io.freshet.comparisons.flights;

import io.freshet.comparisons.process.Topics;
import io.freshet.local.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topics of the comparison: flights, airports, and one for the output of each run. */
public final class FlightTopics {
    static final String FLIGHTS = "flights";
    public static final String AIRPORTS = "airports";

    private final KafkaBroker broker;

    public FlightTopics(KafkaBroker broker) {
        this.broker = broker;
    }

    void write(int flights) {
        writeAirports();
        Flights all = new Flights();
        Topics.create(broker, FLIGHTS, Topics.PARTITIONS);
        Topics.write(broker.bootstrapServers(), FLIGHTS, flights, number -> all.record(FLIGHTS, number));
    }

    /** Writes the table: rows as JSON, their keys as text. */
    public void writeAirports() {
        List<Airport> airports = new ArrayList<>(Airport.all().values());
        Topics.create(broker, AIRPORTS, 1);
        Topics.write(broker.bootstrapServers(), AIRPORTS, airports.size(), number -> {
            Airport airport = airports.get(number);
            return new ProducerRecord<>(AIRPORTS, airport.iata().getBytes(StandardCharsets.UTF_8), airport.json());
        });
    }

    void create(String target) {
        Topics.create(broker, target, Topics.PARTITIONS);
    }

    void delete(String target) {
        try {
            broker.admin().deleteTopics(List.of(target)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Topic " + target + " could not be deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
