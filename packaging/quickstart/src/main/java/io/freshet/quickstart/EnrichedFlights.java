package io.freshet.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The connector that joins flights with airports, and a reader of what comes out. */
final class EnrichedFlights implements AutoCloseable {
    static final String CONNECTOR = "enriched-flights";
    static final String TOPIC = Flights.TOPIC + "-enriched";

    /** Marks a flight whose airport is not in the table. */
    static final String MISS = "freshet.enrich.miss";

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<String, String> consumer;

    EnrichedFlights(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG, "enriched-flights-reader",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(IntStream.range(0, Flights.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList());
    }

    static Map<String, String> connector(String bootstrapServers) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.freshet.connect.topic.TopicSourceConnector");
        config.put("tasks.max", "2");
        config.put("topics", Flights.TOPIC);
        config.put("topic.format", "${topic}-enriched");
        config.put("source.bootstrap.servers", bootstrapServers);
        config.put("exactly.once.support", "required");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "origin,destination");
        for (String end : List.of("origin", "destination")) {
            String transform = "transforms." + end + ".";
            config.put(transform + "type", "io.freshet.transforms.enrich.Enrich$Value");
            config.put(transform + "key", end);
            config.put(transform + "table.topic", AirportsTable.TOPIC);
            config.put(transform + "table.bootstrap.servers", bootstrapServers);
            config.put(transform + "fields", "name,city,state,latitude:lat,longitude:lon");
            config.put(transform + "into", end + "_airport");
            config.put(transform + "on.miss", "tag");
        }
        return config;
    }

    /** The flights that have come out since the last call; waits a little for the first. */
    List<EnrichedFlight> next(Duration patience) {
        List<EnrichedFlight> flights = new ArrayList<>();
        for (ConsumerRecord<String, String> record : consumer.poll(patience)) {
            Header miss = record.headers().lastHeader(MISS);
            flights.add(new EnrichedFlight(parsed(record.value()), miss != null));
        }
        return flights;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    private JsonNode parsed(String value) {
        try {
            return json.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of " + TOPIC + " is not JSON", e);
        }
    }
}
