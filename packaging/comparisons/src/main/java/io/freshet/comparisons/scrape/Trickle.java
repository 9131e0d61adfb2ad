package io.freshet.comparisons.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A few records per second for each broker, so that values change between scrapes. */
final class Trickle implements AutoCloseable {
    private static final long BETWEEN_RECORDS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<KafkaProducer<byte[], byte[]>> producers;
    private final Thread thread = new Thread(this::run, "freshet-comparisons-trickle");
    private volatile boolean closed;

    private Trickle(List<KafkaProducer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    static Trickle into(Collection<ScrapedBroker> brokers) {
        return new Trickle(brokers.stream()
                .map(broker -> producer(broker.bootstrapServers()))
                .toList());
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void run() {
        byte[] value = "a record".getBytes(StandardCharsets.UTF_8);
        while (!closed) {
            for (KafkaProducer<byte[], byte[]> producer : producers) {
                Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(ScrapedBroker.TOPIC, value));
            }
            LockSupport.parkNanos(BETWEEN_RECORDS);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producers.forEach(KafkaProducer::close);
    }
}
