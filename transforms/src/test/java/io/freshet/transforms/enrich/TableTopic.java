package io.freshet.transforms.enrich;

import io.freshet.local.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A table's topic on a real broker, written to as its tests like. */
final class TableTopic implements AutoCloseable {

    final String name;
    private final KafkaBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    TableTopic(KafkaBroker broker, String name, int partitions, Map<String, String> config) {
        this(broker, name, null);
        broker.createTopic(name, partitions, config);
    }

    /** For a topic that is not there, or is there already. */
    TableTopic(KafkaBroker broker, String name, @Nullable String transactionalId) {
        this.broker = broker;
        this.name = name;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        if (transactionalId != null) {
            settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        } else {
            // On partitions just created, a broker can refuse an idempotent producer's sequence over and over.
            settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
            settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        }
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** Sends without waiting; {@link #flush} tells if it failed. */
    void send(@Nullable String key, @Nullable String value) {
        sent.add(producer.send(new ProducerRecord<>(name, bytes(key), bytes(value))));
    }

    /** Sends to a partition, with a time, without waiting. */
    void send(int partition, long timestamp, String key, @Nullable String value) {
        sent.add(producer.send(new ProducerRecord<>(name, partition, (Long) timestamp, bytes(key), bytes(value))));
    }

    /** Waits until the broker has everything. */
    void flush() {
        try {
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
            sent.clear();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    void put(@Nullable String key, @Nullable String value) {
        send(key, value);
        flush();
    }

    /** Settings of an Enrich that joins with this table. */
    Map<String, String> enrich(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("key", "origin");
        settings.put("table.topic", name);
        settings.put("table.bootstrap.servers", broker.bootstrapServers());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
