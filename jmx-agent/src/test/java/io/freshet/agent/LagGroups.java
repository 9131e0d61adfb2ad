package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;

/** Groups of all kinds that have read a part of a topic. */
final class LagGroups implements AutoCloseable {
    private final String bootstrap;
    private final String topic;
    private final List<Closeable> open = new ArrayList<>();
    private final Producer<String, String> producer;

    LagGroups(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "enable.idempotence", "false"),
                new StringSerializer(),
                new StringSerializer());
        open.add(producer);
    }

    void produce(int records) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            sent.add(producer.send(new ProducerRecord<>(topic, String.valueOf(i), "v")));
        }
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    /** Reads and commits so many records, or a few more, and stays a member. */
    Consumer<String, String> member(String group, String protocol, int records) {
        Consumer<String, String> consumer = consumer(group, protocol);
        open.add(consumer);
        consumer.subscribe(List.of(topic));
        read(consumer, records);
        return consumer;
    }

    /** The same, and leaves. */
    void empty(String group, int records) {
        try (Consumer<String, String> consumer = consumer(group, "classic")) {
            consumer.subscribe(List.of(topic));
            read(consumer, records);
        }
    }

    /** The same of one partition, which it chooses itself. */
    void simple(String group, int partition, int records) {
        try (Consumer<String, String> consumer = consumer(group, "classic")) {
            consumer.assign(List.of(new TopicPartition(topic, partition)));
            read(consumer, records);
        }
    }

    /** A transaction of one record in this topic, of which the group has read all that it can. */
    void transaction(String other, String group) throws ExecutionException, InterruptedException {
        try (Producer<String, String> transactional = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap, "transactional.id", group),
                        new StringSerializer(),
                        new StringSerializer());
                Consumer<String, String> consumer = consumer(group, "classic")) {
            transactional.initTransactions();
            transactional.beginTransaction();
            Future<RecordMetadata> sent = transactional.send(new ProducerRecord<>(other, 0, "k", "v"));
            transactional.commitTransaction();
            sent.get();
            TopicPartition partition = new TopicPartition(other, 0);
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
        }
    }

    /**
     * Writes and reads on, and looks meanwhile: where {@code classics} was to have 1,700 records left, no look may be further
     * from that than what is on its way.
     */
    void assertUnderLoad(Consumer<String, String> classics, List<Supplier<Map<String, Map<String, Long>>>> looks)
            throws ExecutionException, InterruptedException {
        for (int round = 0; round < 4; round++) {
            produce(200);
            read(classics, 200);
            for (Supplier<Map<String, Map<String, Long>>> look : looks) {
                Map<String, Map<String, Long>> lags = look.get();
                assertThat(lags.values().stream().flatMap(own -> own.values().stream()))
                        .allMatch(lag -> lag >= 0);
                // Of each reading a few more than were asked for.
                assertThat(lags.getOrDefault("classics", Map.of()).values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isBetween(1_000L, 2_600L);
            }
        }
    }

    static void read(Consumer<String, String> consumer, int records) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        int read = 0;
        while (read < records) {
            read += consumer.poll(Duration.ofMillis(100)).count();
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("only " + read + " of " + records + " records came");
            }
        }
        consumer.commitSync();
    }

    /** A share group that has worked off so many records, or a few more. */
    void share(String group, int records) {
        configure(group);
        KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "group.id", group, "max.poll.records", "50"),
                new StringDeserializer(),
                new StringDeserializer());
        open.add(consumer);
        consumer.subscribe(List.of(topic));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        int read = 0;
        while (read < records) {
            read += consumer.poll(Duration.ofMillis(200)).count();
            consumer.commitSync();
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("only " + read + " of " + records + " records came");
            }
        }
    }

    /** A Streams application, by the protocol of its own, that has worked off so many records, or a few more, and pauses. */
    void streams(String group, int records, Path folder) throws InterruptedException {
        CountDownLatch rest = new CountDownLatch(records);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()))
                .foreach((key, value) -> rest.countDown());
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "application.id",
                group,
                "bootstrap.servers",
                bootstrap,
                "group.protocol",
                "streams",
                "state.dir",
                folder.resolve(group).toString(),
                "commit.interval.ms",
                "100",
                "max.poll.records",
                "20"));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        open.add(() -> streams.close(Duration.ofSeconds(10)));
        streams.start();
        if (!rest.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError(rest.getCount() + " of " + records + " records did not come");
        }
        streams.pause();
    }

    private void configure(String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** When the first record at or after an offset was written, in seconds since 1970; none where there is no such record. */
    static OptionalDouble timestamp(String bootstrap, String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        try (Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            while (consumer.position(place) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    return OptionalDouble.of(record.timestamp() / 1e3);
                }
            }
            return OptionalDouble.empty();
        }
    }

    private Consumer<String, String> consumer(String group, String protocol) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        group,
                        "client.id",
                        group + "-client",
                        "group.protocol",
                        protocol,
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        "20"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    @Override
    public void close() throws IOException {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}
