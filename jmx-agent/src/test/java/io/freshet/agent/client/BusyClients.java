package io.freshet.agent.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Producers and consumers that use what clients have: transactions, both group protocols, several members, commits;
 * arguments: servers, the protocols of groups between commas.
 */
public final class BusyClients {
    /** A topic that is written so fast that its segments fill, and read from its beginning again and again. */
    public static final String TIERED = "tiered";

    private static final List<String> TOPICS = List.of(BusyStreams.WORDS, BusyStreams.MEANINGS);

    /** Programs that say when they have begun: the producers. */
    private static final int BEGINNINGS = 2;

    private static final List<String> WORDS = List.of("tide", "ebb", "flood", "spring", "neap");

    private final String servers;
    private final List<String> protocols;
    private final CountDownLatch begun = new CountDownLatch(BEGINNINGS);

    private BusyClients(String servers, List<String> protocols) {
        this.servers = servers;
        this.protocols = protocols;
    }

    public static void main(String[] arguments) {
        new BusyClients(arguments[0], List.of(arguments[1].split(",", -1))).run();
    }

    /** A program ends by failing only, and all end with it. */
    private void run() {
        List<Program> programs =
                new ArrayList<>(List.of(this::produce, this::transact, this::fill, this::reread, this::administer));
        for (String protocol : protocols) {
            programs.add(() -> consume(protocol, "first"));
            programs.add(() -> consume(protocol, "second"));
        }
        CompletableFuture.anyOf(programs.stream().map(BusyClients::start).toArray(CompletableFuture[]::new))
                .join();
    }

    private static CompletableFuture<Void> start(Program program) {
        CompletableFuture<Void> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                program.run();
            } catch (Exception e) {
                failure.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return failure;
    }

    private void administer() throws InterruptedException {
        Map<String, Object> config = Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG, "busy-admin", AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        try (Admin admin = Admin.create(config)) {
            begun.await();
            System.out.println("busy");
            while (true) {
                admin.listTopics();
                rest(500);
            }
        }
    }

    private void produce() throws InterruptedException {
        Map<String, Object> config = Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "busy-producer",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BATCH_SIZE_CONFIG,
                1000);
        try (Producer<String, String> producer = producer(config)) {
            for (int i = 0; true; i++) {
                for (String topic : TOPICS) {
                    String word = i % 50 == 0 && topic.equals(BusyStreams.WORDS) ? null : WORDS.get(i % WORDS.size());
                    send(producer, new ProducerRecord<>(topic, word, "word " + i + " of the sea".repeat(20)));
                }
                if (i == 10) {
                    producer.flush();
                    begun.countDown();
                }
                rest(20);
            }
        }
    }

    private void fill() throws InterruptedException {
        Map<String, Object> config =
                Map.of(ProducerConfig.CLIENT_ID_CONFIG, "filler", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        String large = "x".repeat(50_000);
        try (Producer<String, String> producer = producer(config)) {
            while (true) {
                send(producer, new ProducerRecord<>(TIERED, "large", large));
                rest(50);
            }
        }
    }

    private void reread() {
        Map<String, Object> config =
                Map.of(ConsumerConfig.CLIENT_ID_CONFIG, "rereader", ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        Set<TopicPartition> all = Set.of(new TopicPartition(TIERED, 0));
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(all);
            while (true) {
                consumer.seekToBeginning(all);
                for (int i = 0; i < 10; i++) {
                    consumer.poll(Duration.ofMillis(200));
                }
            }
        }
    }

    private void transact() throws InterruptedException {
        Map<String, Object> config = Map.of(
                ProducerConfig.CLIENT_ID_CONFIG, "busy-transactions", ProducerConfig.TRANSACTIONAL_ID_CONFIG, "busy");
        Map<String, Object> group = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                ConsumerConfig.CLIENT_ID_CONFIG, "busy-transactions",
                ConsumerConfig.GROUP_ID_CONFIG, "transactions");
        try (Producer<String, String> producer = producer(config);
                Consumer<String, String> member =
                        new KafkaConsumer<>(group, new StringDeserializer(), new StringDeserializer())) {
            producer.initTransactions();
            for (int i = 0; true; i++) {
                producer.beginTransaction();
                send(
                        producer,
                        new ProducerRecord<>(BusyStreams.WORDS, WORDS.get(i % WORDS.size()), "in a transaction"));
                producer.sendOffsetsToTransaction(
                        Map.of(new TopicPartition(BusyStreams.WORDS, 0), new OffsetAndMetadata(i)),
                        member.groupMetadata());
                if (i % 4 == 3) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
                if (i == 4) {
                    begun.countDown();
                }
                rest(100);
            }
        }
    }

    private void consume(String protocol, String member) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, protocol + "-" + member);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "busy-" + protocol);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        if (!protocol.equals("classic")) {
            config.put("group.protocol", protocol);
        }
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(TOPICS);
            while (true) {
                consumer.poll(Duration.ofMillis(200));
                consumer.commitSync();
                consumer.committed(consumer.assignment());
            }
        }
    }

    /** Limits the load: the processes that are looked at share few processors. */
    private static void rest(long milliseconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(milliseconds);
    }

    /** What cannot be sent is of no interest here. */
    private static void send(Producer<String, String> producer, ProducerRecord<String, String> record) {
        Future<?> unused = producer.send(record);
    }

    private Producer<String, String> producer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private interface Program {
        void run() throws Exception;
    }
}
