package io.freshet.comparisons.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** A global table of Kafka Streams. Its rows stay bytes, which is the cheapest way to load it. */
final class StreamsTable implements LoadedTable {
    private static final String STORE = "customers";

    private final KafkaStreams streams;
    private final ObjectMapper json = new ObjectMapper();

    StreamsTable(String bootstrapServers, KeyValueBytesStoreSupplier store, Path stateFolder) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable(
                TOPIC,
                Consumed.with(Serdes.Bytes(), Serdes.ByteArray()),
                Materialized.<Bytes, byte[]>as(store)
                        .withKeySerde(Serdes.Bytes())
                        .withValueSerde(Serdes.ByteArray()));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "load");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        this.streams = new KafkaStreams(builder.build(), settings);
    }

    static String store() {
        return STORE;
    }

    /** Kafka Streams restores a global table before it is running. */
    @Override
    public void load() {
        streams.start();
        while (streams.state() != KafkaStreams.State.RUNNING) {
            if (streams.state().hasCompletedShutdown() || streams.state().isShuttingDown()) {
                throw new IllegalStateException("Kafka Streams has ended in state " + streams.state());
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public Customer find(int id) {
        byte @Nullable [] envelope = rows().get(Bytes.wrap(Customer.key(id)));
        if (envelope == null) {
            throw new IllegalStateException("No row of customer " + id);
        }
        try {
            JsonNode row = json.readTree(envelope).path("after");
            return new Customer(
                    id,
                    row.path("name").asText(),
                    row.path("city").asText(),
                    row.path("balance").asDouble());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long count(int expected) {
        long count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = rows().all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> rows() {
        return streams.store(StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore()));
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(10));
    }
}
