package io.freshet.comparisons.flights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.comparisons.process.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Holds what came out against what should have: the last records of each partition, all of them when they are few. */
final class OutputCheck {
    private static final int LAST = 10_000;
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final Admin admin;
    private final Map<String, Airport> airports = Airport.all();
    private final ObjectMapper json = new ObjectMapper();

    OutputCheck(String bootstrapServers, Admin admin) {
        this.bootstrapServers = bootstrapServers;
        this.admin = admin;
    }

    /** Throws when a record differs from the flight at its place, with or without its airport. */
    void check(String target, boolean joined) {
        Map<TopicPartition, Long> inputEnds = Topics.ends(admin, FlightTopics.FLIGHTS);
        Map<TopicPartition, Long> outputEnds = Topics.ends(admin, target);
        for (Map.Entry<TopicPartition, Long> input : inputEnds.entrySet()) {
            TopicPartition output = new TopicPartition(target, input.getKey().partition());
            if (!input.getValue().equals(outputEnds.get(output))) {
                throw new IllegalStateException("Expecting " + input.getValue() + " records in " + output + ". Found: "
                        + outputEnds.get(output));
            }
            long from = Math.max(0, input.getValue() - LAST);
            compare(read(input.getKey(), from, input.getValue()), read(output, from, input.getValue()), joined);
        }
    }

    private void compare(
            List<ConsumerRecord<byte[], byte[]>> inputs, List<ConsumerRecord<byte[], byte[]>> outputs, boolean joined) {
        // Kafka Streams takes partitions in turns, but keeps their order; a key is in one record only.
        Map<String, JsonNode> byKey = new HashMap<>();
        outputs.forEach(output -> byKey.put(Arrays.toString(output.key()), tree(output.value())));
        for (ConsumerRecord<byte[], byte[]> input : inputs) {
            ObjectNode expected = (ObjectNode) tree(input.value());
            if (joined) {
                String origin = expected.path("origin").asText();
                Objects.requireNonNull(airports.get(origin), origin).addTo(expected);
            }
            JsonNode found = byKey.get(Arrays.toString(input.key()));
            if (!expected.equals(found)) {
                throw new IllegalStateException(
                        "Expecting " + expected + " in " + outputs.get(0).topic() + ". Found: " + found);
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, long from, long to) {
        try (KafkaConsumer<byte[], byte[]> consumer = Topics.reader(bootstrapServers)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            List<ConsumerRecord<byte[], byte[]>> records = new java.util.ArrayList<>();
            while (records.size() < to - from) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    private JsonNode tree(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
