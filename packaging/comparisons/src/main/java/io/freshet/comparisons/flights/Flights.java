package io.freshet.comparisons.flights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The quickstart's 5,000 flights, again and again, each time on the next day. */
public final class Flights {
    private static final String FILE = "/io/freshet/quickstart/flights-5k.json";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");
    private static final int DAY_LENGTH = 10;

    private final List<Flight> flights;

    private record Flight(LocalDate day, String time, String rest) {
        static Flight of(JsonNode json) {
            String date = json.path("date").asText();
            String all = json.toString();
            String rest = all.substring(all.indexOf(date) + date.length());
            return new Flight(LocalDate.parse(date.substring(0, DAY_LENGTH), DAY), date.substring(DAY_LENGTH), rest);
        }
    }

    public Flights() {
        try (InputStream in = Objects.requireNonNull(Flights.class.getResourceAsStream(FILE), FILE)) {
            flights = StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false)
                    .map(Flight::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The flight with this number, as a message. */
    public String json(int number) {
        Flight flight = flights.get(number % flights.size());
        String day = DAY.format(flight.day.plusDays(number / flights.size()));
        return "{\"date\":\"" + day + flight.time + flight.rest;
    }

    ProducerRecord<byte[], byte[]> record(String topic, int number) {
        return new ProducerRecord<>(
                topic,
                ("F" + number).getBytes(StandardCharsets.UTF_8),
                json(number).getBytes(StandardCharsets.UTF_8));
    }
}
