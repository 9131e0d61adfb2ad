package io.freshet.agent.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * arguments: servers, topics between commas, the protocols of groups between commas.
 */
public final class BusyClients {
    /** A topic that is written so fast that its segments fill, and read from its beginning again and again. */
    public static final String TIERED = "tiered";

    private static final List<String> WORDS = List.of("tide", "ebb", "flood", "spring", "neap");

    private final String servers;
    private final List<String> topics;
    private final CountDownLatch begun;

    private BusyClients(String servers, List<String> topics, int programs) {
        this.servers = servers;
        this.topics = topics;
        this.begun = new CountDownLatch(programs);
    }

    public static void main(String[] arguments) throws InterruptedException {
        List<String> protocols = List.of(arguments[2].split(",", -1));
        BusyClients clients =
                new BusyClients(arguments[0], List.of(arguments[1].split(",", -1)), 4 + 2 * protocols.size());
        clients.start(clients::produce);
        clients.start(clients::transact);
        clients.start(clients::fill);
        clients.start(clients::reread);
        for (String protocol : protocols) {
            clients.start(() -> clients.consume(protocol, "first"));
            clients.start(() -> clients.consume(protocol, "second"));
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                arguments[0],
                AdminClientConfig.CLIENT_ID_CONFIG,
                "busy-admin"))) {
            clients.begun.await();
            System.out.println("busy");
            while (true) {
                admin.listTopics();
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private void start(Program program) {
        Thread thread = new Thread(() -> {
            try {
                program.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
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
                for (String topic : topics) {
                    String word = i % 50 == 0 && topic.equals(BusyStreams.WORDS) ? null : WORDS.get(i % WORDS.size());
                    send(producer, new ProducerRecord<>(topic, word, "word " + i + " of the sea".repeat(20)));
                }
                if (i == 10) {
                    producer.flush();
                    begun.countDown();
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    private void fill() throws InterruptedException {
        Map<String, Object> config =
                Map.of(ProducerConfig.CLIENT_ID_CONFIG, "filler", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        String large = "x".repeat(50_000);
        try (Producer<String, String> producer = producer(config)) {
            begun.countDown();
            while (true) {
                send(producer, new ProducerRecord<>(TIERED, "large", large));
                TimeUnit.MILLISECONDS.sleep(50);
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
            begun.countDown();
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
                TimeUnit.MILLISECONDS.sleep(100);
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
            consumer.subscribe(topics);
            boolean said = false;
            while (true) {
                int read = consumer.poll(Duration.ofMillis(200)).count();
                consumer.commitSync();
                Set<TopicPartition> mine = consumer.assignment();
                consumer.committed(mine);
                if (read > 0 && !said) {
                    begun.countDown();
                    said = true;
                }
            }
        }
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
