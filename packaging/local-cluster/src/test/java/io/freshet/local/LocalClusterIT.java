package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All of it at once, in each version: a row of PostgreSQL travels through Debezium, a worker and a broker. */
class LocalClusterIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(KafkaVersion.class)
    void row_insertedIntoPostgres_arrivesInItsTopicAndOutlivesRestarts(KafkaVersion version) throws Exception {
        try (PostgresServer postgres = PostgresServer.builder().start();
                KafkaBroker broker = KafkaBroker.builder().version(version).start();
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .version(version)
                        .plugins(Debezium.plugins())
                        .exactlyOnce()
                        .start()) {
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table airports (iata text primary key, city text)");
                statement.execute("insert into airports values ('SFO', 'San Francisco')");
            }

            worker.connectors().put("airports", Debezium.connector(postgres, "db", "public.airports"));
            worker.connectors().awaitRunning("airports", 1, DEADLINE);

            ConsumerRecord<String, String> change = first(broker, "db.public.airports");
            JsonNode after = new ObjectMapper().readTree(change.value()).path("after");
            assertThat(after.toString()).isEqualTo("{\"iata\":\"SFO\",\"city\":\"San Francisco\"}");

            worker.connectors().put("broken", askingForAFieldThatIsNotThere(postgres));
            assertThat(worker.connectors().awaitFailed("broken", DEADLINE)).contains("Unknown field: nowhere");

            broker.stop();
            broker.start();
            assertThat(first(broker, "db.public.airports").value()).isEqualTo(change.value());

            worker.kill9();
            worker.start();
            worker.connectors().awaitRunning("airports", 1, DEADLINE);
        }
    }

    private static Map<String, String> askingForAFieldThatIsNotThere(PostgresServer postgres) {
        Map<String, String> config = Debezium.connector(postgres, "broken", "public.airports");
        config.put("transforms", "extract");
        config.put("transforms.extract.type", "org.apache.kafka.connect.transforms.ExtractField$Value");
        config.put("transforms.extract.field", "nowhere");
        return config;
    }

    private static ConsumerRecord<String, String> first(KafkaBroker broker, String topic) {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            return Await.until("a record in " + topic, DEADLINE, () -> {
                var records = consumer.poll(Duration.ofMillis(200));
                return records.isEmpty() ? null : records.iterator().next();
            });
        }
    }
}
