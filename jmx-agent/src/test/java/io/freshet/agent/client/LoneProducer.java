package io.freshet.agent.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;

/** Opens two producers that never find a broker: one called after its version of Kafka, one always called the same. */
public final class LoneProducer implements Runnable {
    /** What the second one is called. */
    public static final String SAME = "same";

    /** Never looked at: it keeps the producers from being collected. */
    static final List<AutoCloseable> OPEN = new java.util.ArrayList<>();

    public static void main(String[] arguments) throws InterruptedException {
        new LoneProducer().run();
        System.out.println("waiting");
        new CountDownLatch(1).await();
    }

    @Override
    public void run() {
        open("kafka-" + AppInfoParser.getVersion());
        open(SAME);
    }

    private static void open(String clientId) {
        OPEN.add(new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:1",
                        ProducerConfig.CLIENT_ID_CONFIG,
                        clientId),
                new StringSerializer(),
                new StringSerializer()));
    }
}
