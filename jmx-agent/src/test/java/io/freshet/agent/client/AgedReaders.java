package io.freshet.agent.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Consumers of each kind that read all of a topic with two partitions and commit up to offset 4 of the first, each in its own way.
 * Their groups are called by the topic, a dash, and their own names.
 *
 * <p>Arguments: bootstrap servers, topic, how many records, a folder. Then each step is taken as soon as a file of its name is in
 * the folder, and told when it is done.
 */
public final class AgedReaders {
    /** What the consumers do, which is what they are called. */
    public static final String CLASSIC = "classic";

    public static final String NEXT = "consumer";
    public static final String IN_TRANSACTION = "in-transaction";
    public static final String BY_ITSELF = "by-itself";
    public static final String WITHOUT_GROUP = "without-group";

    /** Joins the group of the classic one. */
    public static final String SECOND = "second";

    /** The classic one goes back to the first record, and reads only that. */
    public static final String GO_BACK = "go-back";

    public static final String CLOSE_NEXT = "close-next";
    public static final String JOIN = "join";
    public static final String UNSUBSCRIBE = "unsubscribe";

    /** The one without a group reads all once more. */
    public static final String READ_AGAIN = "read-again";

    private static final Duration BRIEFLY = Duration.ofMillis(50);

    private final String servers;
    private final String topic;
    private final int records;
    private final Map<String, Consumer<String, String>> open = new LinkedHashMap<>();
    private final Map<String, Runnable> steps = new LinkedHashMap<>();

    private AgedReaders(String servers, String topic, int records) {
        this.servers = servers;
        this.topic = topic;
        this.records = records;
        steps.put(GO_BACK, this::goBack);
        steps.put(CLOSE_NEXT, () -> Objects.requireNonNull(open.remove(NEXT)).close());
        steps.put(JOIN, this::join);
        steps.put(UNSUBSCRIBE, () -> Objects.requireNonNull(open.remove(BY_ITSELF))
                .unsubscribe());
        steps.put(READ_AGAIN, () -> reader(WITHOUT_GROUP).seekToBeginning(partitions()));
    }

    public static void main(String[] arguments) throws Exception {
        AgedReaders readers = new AgedReaders(arguments[0], arguments[1], Integer.parseInt(arguments[2]));
        readers.readAndCommit();
        System.out.println("all read");
        readers.follow(Path.of(arguments[3]));
    }

    private void readAndCommit() {
        subscribe(CLASSIC, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1));
        reader(CLASSIC).commitSync(some());
        subscribe(
                NEXT,
                Map.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 3));
        reader(NEXT).commitAsync(some(), (committed, failure) -> System.out.println("committed " + failure));
        subscribe(IN_TRANSACTION, Map.of());
        commitInTransaction(reader(IN_TRANSACTION));
        subscribe(
                BY_ITSELF,
                Map.of(
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        "consumer",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        true,
                        ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
                        100));
        KafkaConsumer<String, String> alone = consumer(Map.of(ConsumerConfig.CLIENT_ID_CONFIG, WITHOUT_GROUP));
        alone.assign(partitions());
        readAll(WITHOUT_GROUP, alone);
    }

    private void follow(Path folder) {
        while (true) {
            for (Consumer<String, String> consumer : List.copyOf(open.values())) {
                consumer.poll(BRIEFLY);
            }
            for (String step : List.copyOf(steps.keySet())) {
                if (Files.exists(folder.resolve(step))) {
                    Objects.requireNonNull(steps.remove(step)).run();
                    System.out.println("done: " + step);
                }
            }
        }
    }

    private void goBack() {
        Consumer<String, String> classic = reader(CLASSIC);
        classic.pause(List.of(new TopicPartition(topic, 1)));
        classic.seek(new TopicPartition(topic, 0), 0);
        while (classic.poll(BRIEFLY).isEmpty()) {
            // It is on its way.
        }
        classic.pause(partitions());
    }

    private void join() {
        Consumer<String, String> joining = consumer(
                Map.of(ConsumerConfig.CLIENT_ID_CONFIG, SECOND, ConsumerConfig.GROUP_ID_CONFIG, group(CLASSIC)));
        joining.subscribe(List.of(topic));
        open.put(SECOND, joining);
    }

    private void subscribe(String name, Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group(name));
        KafkaConsumer<String, String> consumer = consumer(all);
        consumer.subscribe(List.of(topic));
        readAll(name, consumer);
    }

    private void readAll(String name, Consumer<String, String> consumer) {
        open.put(name, consumer);
        int read = 0;
        while (read < records) {
            read += consumer.poll(BRIEFLY).count();
        }
    }

    private void commitInTransaction(Consumer<String, String> consumer) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG, IN_TRANSACTION),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(some(), consumer.groupMetadata());
            producer.commitTransaction();
        }
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> special) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.putAll(special);
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private Consumer<String, String> reader(String name) {
        return Objects.requireNonNull(open.get(name), name);
    }

    private String group(String name) {
        return topic + "-" + name;
    }

    private Map<TopicPartition, OffsetAndMetadata> some() {
        return Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(4));
    }

    private List<TopicPartition> partitions() {
        return List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    }
}
