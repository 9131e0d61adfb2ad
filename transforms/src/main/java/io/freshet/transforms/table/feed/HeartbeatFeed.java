package io.freshet.transforms.table.feed;

import io.freshet.transforms.table.change.RawChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the newest messages of a topic of heartbeats, and with each the ends of the table's topic. They are asked for once
 * the heartbeat has been read, so whatever was written before it stands before them; and as the ends of what is written, not
 * of what is committed, as a transaction's messages become committed one partition after the other.
 */
public final class HeartbeatFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatFeed.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** Markers of transactions take offsets too. */
    private static final long NEWEST = 20;

    /** Who is told. */
    public interface Listener {

        /** A heartbeat has come, and then the partitions of the table's topic ended there. */
        void heartbeat(long time, Map<Integer, Long> ends);
    }

    private final String topic;
    private final String tableTopic;
    private final Map<String, Object> settings;
    private final ToLongFunction<RawChange> time;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> open;

    /**
     * @param consumerSettings settings for a Kafka consumer, {@code bootstrap.servers} among them
     * @param time reads the time that a message tells; a {@code DataException} if it tells none
     */
    public HeartbeatFeed(
            String topic,
            String tableTopic,
            Map<String, Object> consumerSettings,
            ToLongFunction<RawChange> time,
            Listener listener) {
        this.topic = topic;
        this.tableTopic = tableTopic;
        this.settings = ChangeFeed.complete(consumerSettings);
        settings.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-heartbeat");
        this.time = time;
        this.listener = listener;
        this.thread = new Thread(this::run, "freshet-heartbeat-" + tableTopic);
        thread.setDaemon(true);
        thread.setContextClassLoader(HeartbeatFeed.class.getClassLoader());
    }

    /** Starts to read, on a thread of its own. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
                    Admin admin = Admin.create(adminSettings())) {
                open = consumer;
                assign(consumer);
                read(consumer, admin);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("The heartbeats in {} are not read any more", topic);
            } catch (OffsetOutOfRangeException e) {
                LOG.debug("Topic {} is another one, or has lost what follows", topic);
            } catch (KafkaException e) {
                LOG.warn("Cannot read heartbeats in {}; trying again", topic, e);
                pause();
            } catch (RuntimeException | Error e) {
                LOG.error("Heartbeats in {} are not read any more: who waits for a time waits in vain", topic, e);
                return;
            } finally {
                open = null;
            }
        }
    }

    private Map<String, Object> adminSettings() {
        Map<String, Object> ofAdmin = new HashMap<>(settings);
        ofAdmin.keySet().retainAll(AdminClientConfig.configNames());
        return ofAdmin;
    }

    private void assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (all.isEmpty()) {
            throw new UnknownTopicOrPartitionException("Topic " + topic + " does not exist");
        }
        consumer.assign(all);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        for (TopicPartition partition : all) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(beginning, ends.getOrDefault(partition, 0L) - NEWEST));
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, Admin admin) {
        while (closed.getCount() > 0) {
            long newest = newest(consumer.poll(POLL));
            if (newest != Watermark.NONE) {
                listener.heartbeat(newest, ends(admin));
            }
        }
    }

    private long newest(ConsumerRecords<byte[], byte[]> messages) {
        long newest = Watermark.NONE;
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            RawChange raw = new RawChange(
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    message.timestamp(),
                    message.key(),
                    message.value());
            try {
                newest = Math.max(newest, time.applyAsLong(raw));
            } catch (DataException e) {
                LOG.warn("No heartbeat: {}", e.getMessage());
            }
        }
        return newest;
    }

    private Map<Integer, Long> ends(Admin admin) {
        try {
            TopicDescription table = admin.describeTopics(List.of(tableTopic))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next();
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            table.partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(tableTopic, partition.partition()), OffsetSpec.latest()));
            Map<Integer, Long> ends = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void pause() {
        try {
            if (closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("The heartbeats in {} are closed", topic);
            }
        } catch (InterruptedException e) {
            // Nobody but the JVM's end interrupts this thread, which is its own.
            closed.countDown();
        }
    }

    /** Ends the reading; returns when its thread has ended, or after some seconds. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
