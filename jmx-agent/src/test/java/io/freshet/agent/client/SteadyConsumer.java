package io.freshet.agent.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads until it is stopped; arguments: bootstrap servers, topic. */
public final class SteadyConsumer {
    private SteadyConsumer() {}

    public static void main(String[] arguments) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0],
                ConsumerConfig.CLIENT_ID_CONFIG, "reader",
                ConsumerConfig.GROUP_ID_CONFIG, "readers",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(arguments[1]));
            boolean said = false;
            while (true) {
                if (!consumer.poll(Duration.ofMillis(200)).isEmpty() && !said) {
                    System.out.println("reading");
                    said = true;
                }
            }
        }
    }
}
