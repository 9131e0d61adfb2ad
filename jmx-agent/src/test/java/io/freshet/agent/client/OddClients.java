package io.freshet.agent.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers and consumers under names that nobody should use, and that Kafka allows. */
public final class OddClients {
    public static final List<String> NAMES = List.of(
            "dotted.name", "say \"hi\"", "back\\slash\\", "new\nline", "ünï 你好 😀", "a=b,c{d}", "quote\\\"d\\n");

    private OddClients() {}

    /** Takes the bootstrap servers and topics; sends and reads now and then, for ever. */
    @SuppressWarnings("FutureReturnValueIgnored") // flush waits for them; one that fails is missing from the page.
    public static void main(String[] arguments) throws InterruptedException {
        List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
        List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
        String[] topics = arguments[1].split(",", -1);
        for (String name : NAMES) {
            producers.add(new KafkaProducer<>(
                    Map.of("bootstrap.servers", arguments[0], "client.id", name, "enable.idempotence", false),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
            KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", arguments[0], "client.id", name, "group.id", "group " + name),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            consumer.subscribe(List.of(topics));
            consumers.add(consumer);
        }
        for (String topic : topics) {
            producers.forEach(producer -> producer.send(new ProducerRecord<>(topic, new byte[10])));
        }
        producers.forEach(KafkaProducer::flush);
        consumers.forEach(consumer -> consumer.poll(Duration.ofSeconds(1)));
        System.out.println("all are there");
        new CountDownLatch(1).await();
    }
}
