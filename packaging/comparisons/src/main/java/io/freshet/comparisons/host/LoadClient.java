package io.freshet.comparisons.host;

import io.freshet.comparisons.process.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A process that produces and consumes as fast as it can, when told to over a connection. */
public final class LoadClient {
    private static final int RECORD_BYTES = 200;
    private static final java.time.Duration POLL = java.time.Duration.ofMillis(200);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private LoadClient(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer = Topics.reader(bootstrapServers);
    }

    /** Arguments: the broker, the port to be told on. */
    public static void main(String[] arguments) throws IOException {
        LoadClient client = new LoadClient(arguments[0]);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
                BufferedReader orders =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintStream answers = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (@Nullable String order = orders.readLine(); order != null; order = orders.readLine()) {
                answers.println(client.follow(order.split(" ", -1)));
            }
        }
    }

    /** Returns how many records it were, and how many seconds it took. */
    private String follow(String[] order) {
        double seconds = Double.parseDouble(order[2]);
        long start = System.nanoTime();
        long records = order[0].equals(ClientConnection.Kind.PRODUCE.name())
                ? produce(order[1], seconds)
                : consume(order[1], seconds);
        return records + " " + (System.nanoTime() - start) / 1e9;
    }

    private long produce(String topic, double seconds) {
        byte[] value = new byte[RECORD_BYTES];
        new Random(42).nextBytes(value);
        LongAdder acknowledged = new LongAdder();
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() - end < 0) {
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, value), (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.increment();
                }
            });
        }
        producer.flush();
        return acknowledged.sum();
    }

    /** From the first record on, and again from there when it has come to the end. */
    private long consume(String topic, double seconds) {
        consumer.assign(Topics.partitions(topic));
        consumer.seekToBeginning(consumer.assignment());
        long records = 0;
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() - end < 0) {
            int count = consumer.poll(POLL).count();
            records += count;
            if (count == 0) {
                consumer.seekToBeginning(consumer.assignment());
            }
        }
        return records;
    }
}
