package io.freshet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Debezium;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The road end to end: airports in PostgreSQL, Debezium, flights that a connector from the built archive joins with them,
 * and a worker that is killed in the middle of it.
 */
class FlightsExactlyOnceIT {

    private static final int PARTITIONS = 3;
    private static final int UNKNOWN = 50;
    private static final int PER_SECOND = 500;
    private static final String TOPIC = "flights";
    private static final String AIRPORTS = "db.public.airports";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void flights_workerKilledMidway_comeOutExactlyOnceInOrderAndEnriched(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        List<ObjectNode> flights = flights();
        try (PostgresServer postgres = PostgresServer.builder().start();
                KafkaBroker broker = KafkaBroker.builder().start();
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .folder(folder.resolve("worker"))
                        .plugins(Freshet.unpackArchive(folder.resolve("plugins")), Debezium.plugins())
                        .exactlyOnce()
                        // How long the restarted worker's group waits for the dead one to join.
                        .config("rebalance.timeout.ms", "10000")
                        .start()) {
            Airports.createTable(postgres);
            worker.connectors().put("airports", debezium(postgres));
            // The flights have their time of 2001, beyond any retention.
            broker.createTopic(TOPIC, PARTITIONS, Map.of("retention.ms", "-1"));
            // At once: the join waits until Debezium's snapshot is whole.
            worker.connectors().put("enrich", connector(broker));
            worker.connectors().awaitRunning("airports", 1, PATIENCE);
            worker.connectors().awaitRunning("enrich", 2, PATIENCE);

            int atKill;
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(broker, flights));
            try (TopicContents enriched =
                    new TopicContents(broker.bootstrapServers(), TOPIC + "-enriched", PARTITIONS)) {
                Await.untilTrue("a third of the output", PATIENCE, () -> enriched.count() > flights.size() / 3);
                worker.kill9();
                enriched.toTheEnd();
                atKill = enriched.count();
                worker.start();
                sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                Await.untilTrue("all of the output", PATIENCE, () -> enriched.count() >= flights.size());
            }
            assertThat(atKill).as("it was killed in the middle").isLessThan(flights.size());

            // Read anew, after everything that could still write has been told to stop.
            worker.stop();
            assertEnriched(contents(broker, TOPIC), contents(broker, TOPIC + "-enriched"), flights.size());
        }
    }

    private static void assertEnriched(
            List<List<ConsumerRecord<String, String>>> input,
            List<List<ConsumerRecord<String, String>>> output,
            int expected)
            throws IOException {
        Map<String, Map<String, String>> airports = Airports.citiesAndStates();
        int misses = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<String> in =
                    input.get(partition).stream().map(ConsumerRecord::key).toList();
            List<String> out =
                    output.get(partition).stream().map(ConsumerRecord::key).toList();
            assertThat(in).isNotEmpty();
            assertThat(out).as("keys of partition %s, in order", partition).isEqualTo(in);
            for (int i = 0; i < in.size(); i++) {
                ConsumerRecord<String, String> flight = input.get(partition).get(i);
                ConsumerRecord<String, String> enriched = output.get(partition).get(i);
                ObjectNode value = (ObjectNode) JSON.readTree(flight.value());
                boolean missed = false;
                for (String end : List.of("origin", "destination")) {
                    Map<String, String> airport = airports.get(value.path(end).asText());
                    missed |= airport == null;
                    if (airport != null) {
                        value.set(end + "_airport", JSON.valueToTree(airport));
                    }
                }
                assertThat(JSON.readTree(enriched.value())).isEqualTo(value);
                assertThat(enriched.timestamp()).isEqualTo(flight.timestamp());
                List<String> marks = new ArrayList<>();
                for (Header header : enriched.headers().headers("freshet.enrich.miss")) {
                    marks.add(new String(header.value(), UTF_8));
                }
                assertThat(marks).isEqualTo(missed ? List.of(AIRPORTS) : List.of());
                misses += marks.size();
            }
        }
        assertThat(output.stream().mapToInt(List::size).sum()).isEqualTo(expected);
        assertThat(misses).isEqualTo(UNKNOWN);
    }

    private static List<List<ConsumerRecord<String, String>>> contents(KafkaBroker broker, String topic) {
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), topic, PARTITIONS)) {
            return contents.toTheEnd();
        }
    }

    /** All real flights, and every hundredth once more with a destination that no table has. */
    private static List<ObjectNode> flights() throws IOException {
        List<ObjectNode> flights = new ArrayList<>();
        String file = "/io/freshet/quickstart/flights-5k.json";
        try (InputStream json = Objects.requireNonNull(FlightsExactlyOnceIT.class.getResourceAsStream(file), file)) {
            for (JsonNode flight : JSON.readTree(json)) {
                flights.add((ObjectNode) flight);
                if (flights.size() % 101 == 100) {
                    flights.add(((ObjectNode) flight).deepCopy().put("destination", "?" + flights.size()));
                }
            }
        }
        assertThat(flights).hasSize(5_000 + UNKNOWN);
        return flights;
    }

    /** Sends at a pace, so that the kill falls into the middle of it. */
    private static void send(KafkaBroker broker, List<ObjectNode> flights) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < flights.size(); i++) {
                long due = start + TimeUnit.SECONDS.toNanos(i) / PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.add(producer.send(new ProducerRecord<>(
                        TOPIC,
                        null,
                        1_000_000_000_000L + i,
                        "flight " + i,
                        flights.get(i).toString())));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> debezium(PostgresServer postgres) {
        Map<String, String> config = new HashMap<>(Debezium.connector(postgres, "db", "public.airports"));
        for (String converter : List.of("key.converter", "value.converter")) {
            config.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            config.put(converter + ".schemas.enable", "false");
        }
        return config;
    }

    private static Map<String, String> connector(KafkaBroker broker) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.freshet.connect.topic.TopicSourceConnector");
        config.put("tasks.max", "2");
        config.put("topics", TOPIC);
        config.put("source.bootstrap.servers", broker.bootstrapServers());
        config.put("target.topic.config.retention.ms", "-1");
        config.put("exactly.once.support", "required");
        // A killed worker leaves a transaction open; its brokers abort it, and the next worker goes on, after this
        // long.
        config.put("producer.override.transaction.timeout.ms", "10000");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "origin,destination");
        for (String end : List.of("origin", "destination")) {
            String transform = "transforms." + end + ".";
            config.put(transform + "type", "io.freshet.transforms.enrich.Enrich$Value");
            config.put(transform + "key", end);
            config.put(transform + "table.topic", AIRPORTS);
            config.put(transform + "table.bootstrap.servers", broker.bootstrapServers());
            config.put(transform + "fields", "city,state");
            config.put(transform + "into", end + "_airport");
            config.put(transform + "on.miss", "tag");
        }
        return config;
    }
}
