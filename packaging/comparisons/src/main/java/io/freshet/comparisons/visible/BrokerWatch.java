package io.freshet.comparisons.visible;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.comparisons.process.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer of its own thread that notes when the broker has a change, and when another consumer could have it. */
final class BrokerWatch implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ObjectMapper json = new ObjectMapper();
    private final Thread thread = new Thread(this::run, "broker-watch");
    private final Timeline timeline;
    private final long epochNanos;

    BrokerWatch(String bootstrapServers, String topic, Timeline timeline) {
        this.timeline = timeline;
        // What the broker says in milliseconds since the epoch is said in nanoseconds of this JVM.
        Instant now = Instant.now();
        this.epochNanos = System.nanoTime() - (now.getEpochSecond() * 1_000_000_000 + now.getNano());
        this.consumer = Topics.reader(bootstrapServers);
        consumer.assign(List.of(new TopicPartition(topic, 0)));
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                    long now = System.nanoTime();
                    JsonNode change = tree(message.value()).path("after").path("change");
                    timeline.onBroker(change.asLong(-1), message.timestamp() * 1_000_000 + epochNanos, now);
                }
            }
        } catch (WakeupException e) {
            consumer.close();
        }
    }

    private JsonNode tree(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
