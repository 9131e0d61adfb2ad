package io.freshet.agent.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Opens and closes producers, one after the other, until there have been as many as the file says that the argument names;
 * one stays open all the time.
 */
public final class PassingClients {
    /** What the one that stays is called. */
    public static final String STAYS = "stays";

    private PassingClients() {}

    public static void main(String[] arguments) throws Exception {
        Path orders = Path.of(arguments[0]);
        try (KafkaProducer<String, String> stays = producer(STAYS)) {
            System.out.println("waiting with " + stays.metrics().size() + " metrics");
            int done = 0;
            while (true) {
                int wanted = wanted(orders);
                while (done < wanted) {
                    producer("passing-" + done++).close();
                }
                System.out.println("closed " + done);
                while (wanted(orders) == wanted) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        }
    }

    private static int wanted(Path orders) throws IOException {
        if (!Files.exists(orders)) {
            return 0;
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(orders), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            return line == null ? 0 : Integer.parseInt(line.trim());
        }
    }

    private static KafkaProducer<String, String> producer(String clientId) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:1",
                        ProducerConfig.CLIENT_ID_CONFIG,
                        clientId),
                new StringSerializer(),
                new StringSerializer());
    }
}
