package io.freshet.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Real flights, and the topic that they are written to: the key is the origin. */
final class Flights implements AutoCloseable {
    static final String TOPIC = "flights";
    static final int PARTITIONS = 4;

    private final List<ObjectNode> all;
    private final KafkaProducer<String, String> producer;

    Flights(String bootstrapServers) {
        this.all = read();
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "flights"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** In order of departure. */
    List<ObjectNode> all() {
        return all;
    }

    /** Writes all of them and returns how many they are. */
    int sendAll() {
        all.stream().map(this::write).toList().forEach(Flights::await);
        return all.size();
    }

    void send(JsonNode flight) {
        await(write(flight));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private Future<RecordMetadata> write(JsonNode flight) {
        return producer.send(new ProducerRecord<>(TOPIC, flight.path("origin").asText(), flight.toString()));
    }

    private static void await(Future<RecordMetadata> written) {
        try {
            written.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A flight could not be written to topic " + TOPIC, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static List<ObjectNode> read() {
        try (InputStream json = Resources.open("flights-5k.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(json).spliterator(), false)
                    .map(ObjectNode.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("flights-5k.json cannot be read", e);
        }
    }
}
