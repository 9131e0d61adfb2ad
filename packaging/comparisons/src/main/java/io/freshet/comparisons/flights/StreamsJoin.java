package io.freshet.comparisons.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The same join as a Kafka Streams application: JSON to maps by Jackson, a global table, two threads. */
public final class StreamsJoin {
    private static final String STORE = "airports";

    private StreamsJoin() {}

    /** Arguments: the broker, the target topic, whether the store is in memory, the folder for state. */
    public static void main(String[] arguments) {
        String target = arguments[1];
        boolean inMemory = Boolean.parseBoolean(arguments[2]);
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, target);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, Path.of(arguments[3]).toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, FlightsComparison.COMMIT_INTERVAL);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        FlightsComparison.PRODUCER.forEach((key, value) -> settings.put(StreamsConfig.producerPrefix(key), value));
        KafkaStreams streams = new KafkaStreams(topology(target, inMemory).build(), settings);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5)), "streams-join-stop"));
        streams.start();
    }

    private static StreamsBuilder topology(String target, boolean inMemory) {
        Serde<Map<String, @Nullable Object>> json = json();
        KeyValueBytesStoreSupplier store =
                inMemory ? Stores.inMemoryKeyValueStore(STORE) : Stores.persistentKeyValueStore(STORE);
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, Map<String, @Nullable Object>> airports = builder.globalTable(
                FlightTopics.AIRPORTS,
                Consumed.with(Serdes.String(), json),
                Materialized.<String, Map<String, @Nullable Object>>as(store)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(json));
        builder.stream(FlightTopics.FLIGHTS, Consumed.with(Serdes.ByteArray(), json))
                .join(airports, (key, flight) -> (String) flight.get("origin"), StreamsJoin::joined)
                .to(target, Produced.with(Serdes.ByteArray(), json));
        return builder;
    }

    private static Map<String, @Nullable Object> joined(
            Map<String, @Nullable Object> flight, Map<String, @Nullable Object> airport) {
        flight.put("origin_name", airport.get("name"));
        flight.put("origin_city", airport.get("city"));
        flight.put("origin_lat", airport.get("latitude"));
        flight.put("origin_lon", airport.get("longitude"));
        return flight;
    }

    private static Serde<Map<String, @Nullable Object>> json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectReader reader = mapper.readerFor(new TypeReference<Map<String, @Nullable Object>>() {});
        ObjectWriter writer = mapper.writer();
        return Serdes.serdeFrom(
                (topic, value) -> {
                    try {
                        return writer.writeValueAsBytes(value);
                    } catch (JsonProcessingException e) {
                        throw new SerializationException(e);
                    }
                },
                (topic, bytes) -> {
                    try {
                        return reader.readValue(bytes);
                    } catch (IOException e) {
                        throw new SerializationException(e);
                    }
                });
    }
}
