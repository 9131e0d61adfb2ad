package io.freshet.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a read_committed reader sees of a topic, as it grows. */
final class TopicContents implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final List<List<ConsumerRecord<String, String>>> byPartition = new ArrayList<>();

    TopicContents(String bootstrapServers, String topic, int partitions) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(topic, partition));
            byPartition.add(new ArrayList<>());
        }
        consumer.assign(all);
    }

    /** Reads what has come and returns how many records there are by now. */
    int count() {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
            byPartition.get(record.partition()).add(record);
        }
        return byPartition.stream().mapToInt(List::size).sum();
    }

    /** Reads up to the end of what is committed now and returns the records by partition. */
    List<List<ConsumerRecord<String, String>>> toTheEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            count();
        }
        return byPartition;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
