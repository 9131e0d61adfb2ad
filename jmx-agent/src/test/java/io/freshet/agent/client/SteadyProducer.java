package io.freshet.agent.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends a record now and then until it is stopped; arguments: bootstrap servers, topic, a file. A second producer is
 * closed as soon as the file is there.
 */
public final class SteadyProducer {
    /** What the second producer is called: a name that needs care wherever it is written. */
    public static final String SECOND = "Große \"Änderung\" \\ 1,5 = {x}";

    private SteadyProducer() {}

    public static void main(String[] arguments) throws Exception {
        Path closeSecond = Path.of(arguments[2]);
        Producer<String, String> brief = producer(arguments[0], SECOND);
        try (Producer<String, String> steady = producer(arguments[0], "steady")) {
            brief.send(new ProducerRecord<>(arguments[1], "k", "brief")).get();
            for (int i = 0; true; i++) {
                steady.send(new ProducerRecord<>(arguments[1], "key-" + i, "value-" + i))
                        .get();
                if (i == 0) {
                    System.out.println("sending");
                }
                if (Files.exists(closeSecond)) {
                    brief.close();
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static Producer<String, String> producer(String servers, String clientId) {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ProducerConfig.CLIENT_ID_CONFIG, clientId),
                new StringSerializer(),
                new StringSerializer());
    }
}
