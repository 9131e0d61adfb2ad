package io.freshet.comparisons.process;

import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes and reads whole topics. */
public final class Topics {
    /** Every topic that is measured has this many partitions. */
    public static final int PARTITIONS = 4;

    private static final Duration KNOWN_WITHIN = Duration.ofMinutes(2);

    private Topics() {}

    public static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Writes records with the numbers from 0, uncompressed; keys spread them over the partitions. */
    public static void write(
            String bootstrapServers, String topic, int count, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.ACKS_CONFIG,
                "1",
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.BATCH_SIZE_CONFIG,
                262_144,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                67_108_864L,
                ProducerConfig.LINGER_MS_CONFIG,
                20);
        List<Exception> failures = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                Future<RecordMetadata> unused = producer.send(record.apply(i), (metadata, failure) -> {
                    if (failure != null) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                });
            }
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new IllegalStateException("Topic " + topic + " could not be written", failures.get(0));
            }
        }
    }

    /** Creates a topic that keeps all, and waits until the broker tells of it. */
    public static void create(KafkaBroker broker, String topic, int partitions) {
        broker.createTopic(topic, partitions, Map.of("retention.ms", "-1"));
        Await.untilTrue("topic " + topic, KNOWN_WITHIN, () -> isKnown(broker.admin(), topic, partitions));
    }

    private static boolean isKnown(Admin admin, String topic, int partitions) {
        try {
            admin.listOffsets(Map.of(new TopicPartition(topic, partitions - 1), OffsetSpec.latest()))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw new IllegalStateException("Topic " + topic + " cannot be looked at", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** How many records a topic has. */
    public static long count(Admin admin, String topic) {
        return ends(admin, topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The end of each partition; asked again where a busy machine keeps the broker from answering in time. */
    public static Map<TopicPartition, Long> ends(Admin admin, String topic) {
        return Await.until("the end of topic " + topic, KNOWN_WITHIN, () -> endsOrNone(admin, topic));
    }

    private static @Nullable Map<TopicPartition, Long> endsOrNone(Admin admin, String topic) {
        Map<TopicPartition, OffsetSpec> asked = new LinkedHashMap<>();
        partitions(topic).forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new LinkedHashMap<>();
            admin.listOffsets(asked).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return null;
            }
            throw new IllegalStateException("The end of topic " + topic + " cannot be told", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** A consumer without a group. */
    public static KafkaConsumer<byte[], byte[]> reader(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
