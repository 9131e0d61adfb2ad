package io.freshet.agent.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Opens, uses and closes producers and consumers, one after the other, until there have been as many as the file says that the
 * first argument names; one stays open all the time. The other arguments are the brokers, and a topic to ask for.
 */
public final class PassingClients {
    private final String servers;
    private final String topic;

    private PassingClients(String servers, String topic) {
        this.servers = servers;
        this.topic = topic;
    }

    public static void main(String[] arguments) throws Exception {
        new PassingClients(arguments[1], arguments[2]).pass(Path.of(arguments[0]));
    }

    private void pass(Path orders) throws Exception {
        try (KafkaProducer<String, String> stays = producer("stays")) {
            System.out.println("waiting with " + stays.metrics().size() + " metrics");
            int done = 0;
            while (true) {
                int wanted = wanted(orders);
                while (done < wanted) {
                    useOne("passing-" + done, done++ % 2 == 0);
                }
                System.out.println("closed " + done + ".");
                while (wanted(orders) == wanted) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        }
    }

    private void useOne(String clientId, boolean produces) {
        if (produces) {
            try (KafkaProducer<String, String> producer = producer(clientId)) {
                producer.partitionsFor(topic);
            }
            return;
        }
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config(clientId), new StringDeserializer(), new StringDeserializer())) {
            consumer.partitionsFor(topic);
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

    private KafkaProducer<String, String> producer(String clientId) {
        return new KafkaProducer<>(config(clientId), new StringSerializer(), new StringSerializer());
    }

    private Map<String, Object> config(String clientId) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers, CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    }
}
