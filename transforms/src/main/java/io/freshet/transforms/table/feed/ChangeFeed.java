package io.freshet.transforms.table.feed;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.RawChange;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic from its beginning and goes on for as long as it is open: all partitions, committed messages only, without
 * a consumer group. What keeps it from reading is retried with a growing pause; it resumes where it was, and starts over
 * where the topic no longer has what comes next (it was created anew).
 */
public final class ChangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    /** A topic of fewer messages is read by one thread as fast as several have started. */
    private static final long WORTH_A_THREAD = 100_000;

    private static final int MOST_LOADERS = 4;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** Settings of the consumer that the feed needs as they are. */
    public static final Set<String> RESERVED_CONSUMER_SETTINGS = Set.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    /** Where the reading of a topic starts. */
    public enum StartAt {
        /** With all that it holds. */
        BEGINNING,
        /**
         * With what the last minute before its end has. A database's log may tell a commit some time before the database shows
         * it: what was told just before could otherwise be missed on both ways.
         */
        END
    }

    /** Who is told the changes of some of the partitions, by one thread, those of a partition in their order. */
    public interface Changes {

        /** A message came; a {@link BadChangeException}, like any failure that is not Kafka's, ends the feed. */
        void change(RawChange raw);
    }

    /** Who is told, by the feed's own thread. */
    public interface Listener {

        /** Returns who is told what one more thread reads. */
        Changes changes();

        /**
         * Returns if what has been told is the whole. Asked when all that the topic held when the feed was opened, or
         * started over, has been told.
         *
         * @param quiet how long no message has come
         */
        boolean isWhole(Duration quiet);

        /** All has been told that the topic held when it was opened, or became whole. */
        void caughtUp();

        /** What stands before these offsets, by partition, has been told; once the topic is not being loaded. */
        default void reached(Map<Integer, Long> next) {}

        /** The topic's place is lost; it is read from where it started again. */
        void startsOver();

        /** Reading does not work at the moment and will be tried again; null: it works. */
        void trouble(@Nullable Throwable cause);

        /** The feed has ended for good. */
        void failed(Throwable cause);
    }

    private final String topic;
    private final Map<String, Object> consumerSettings;
    private final StartAt startAt;
    private final Listener listener;
    private final FeedPosition position = new FeedPosition();
    private final FeedHealth health = new FeedHealth(position, System::nanoTime);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Set<Consumer<byte[], byte[]>> open = ConcurrentHashMap.newKeySet();
    private final Changes changes;
    private volatile int partitions;
    private volatile @Nullable Admin admin;
    private @Nullable Uuid topicId;
    private boolean caughtUp;
    private boolean wasPartial;

    /**
     * @param consumerSettings settings for a Kafka consumer, {@code bootstrap.servers} among them
     */
    public ChangeFeed(String topic, Map<String, Object> consumerSettings, StartAt startAt, Listener listener) {
        this.topic = topic;
        this.startAt = startAt;
        this.consumerSettings = complete(consumerSettings);
        this.listener = listener;
        this.changes = listener.changes();
        this.thread = new Thread(this::run, "freshet-table-" + topic);
        thread.setDaemon(true);
        // A connector's context loader does not see our classes; what the consumer loads by name are the worker's or
        // ours.
        thread.setContextClassLoader(ChangeFeed.class.getClassLoader());
    }

    static Map<String, Object> complete(Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>();
        // What keeps the feed from reading should be known well before the default minute is over.
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        // New partitions are seen this late; by default it is five minutes.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        settings.putAll(given);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /**
     * Checks settings for a Kafka consumer.
     *
     * @throws org.apache.kafka.common.config.ConfigException if Kafka refuses one
     */
    public static void validate(Map<String, Object> consumerSettings) {
        new ConsumerConfig(complete(consumerSettings));
    }

    /** Starts to read, on a thread of the feed's own. */
    public void start() {
        thread.start();
    }

    /** Returns how this feed is doing. */
    public FeedHealth health() {
        return health;
    }

    /**
     * Returns if the messages of this topic are in one order, and none of them is dropped for a newer one of its key:
     * only then does a message without a key have a place among the others.
     */
    public boolean isTotallyOrdered() {
        Admin asked = admin;
        if (asked == null || partitions != 1) {
            return false;
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = answer(asked.describeConfigs(List.of(resource)).all())
                .values()
                .iterator()
                .next();
        return !config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    /**
     * Notices that the topic was created anew. A consumer does not: where the new topic is longer than the old one was, it
     * would read on in the middle of it.
     */
    private void checkIdentity(Admin asked) {
        checkIdentity(answer(asked.describeTopics(List.of(topic)).allTopicNames())
                .values()
                .iterator()
                .next()
                .topicId());
    }

    private void checkIdentity(Uuid found) {
        boolean replaced = topicId != null && !topicId.equals(found);
        topicId = found;
        if (replaced) {
            throw new TopicReplacedException();
        }
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> opened = new KafkaConsumer<>(consumerSettings);
                    Admin asked = Admin.create(adminSettings())) {
                open.add(opened);
                admin = asked;
                List<TopicPartition> all = partitions(opened);
                checkIdentity(asked);
                capture(opened, all);
                listener.trouble(null);
                health.works();
                pause = FIRST_PAUSE;
                loadInParallel(opened);
                PartitionReader reader = new PartitionReader(opened, position, health, changes);
                reader.add(all);
                read(opened, asked, reader);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("The feed of {} is woken up", topic);
            } catch (InvalidOffsetException | TopicReplacedException e) {
                LOG.warn("Topic {} is another one, or has lost what follows; it is read anew", topic);
                startOver();
                pause(FIRST_PAUSE);
            } catch (BadChangeException e) {
                listener.failed(e);
                return;
            } catch (KafkaException e) {
                listener.trouble(e);
                health.failed(e);
                LOG.warn("Cannot read {}; trying again in {} ms", topic, pause.toMillis(), e);
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            } catch (RuntimeException | Error e) {
                listener.failed(e);
                return;
            } finally {
                open.clear();
                admin = null;
            }
        }
    }

    private Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>(consumerSettings);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        return settings;
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> opened) {
        List<PartitionInfo> found = opened.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new UnknownTopicOrPartitionException("Topic " + topic + " does not exist");
        }
        partitions = found.size();
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** Sets from where to where partitions are to be read, where that is not known. */
    private void capture(Consumer<byte[], byte[]> opened, Collection<TopicPartition> all) {
        Set<TopicPartition> assigned = new HashSet<>(opened.assignment());
        assigned.addAll(all);
        // First, or the consumer warns of the end offsets of partitions that it does not have.
        opened.assign(assigned);
        Map<TopicPartition, Long> ends = opened.endOffsets(all);
        Map<TopicPartition, Long> beginnings = beginnings(opened, all, ends);
        all.forEach(partition ->
                position.capture(partition, beginnings.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L)));
    }

    /** A partition that is found later is new, and read from its beginning in any case. */
    private Map<TopicPartition, Long> beginnings(
            Consumer<byte[], byte[]> opened, Collection<TopicPartition> all, Map<TopicPartition, Long> ends) {
        if (startAt == StartAt.BEGINNING || !position.isEmpty()) {
            return opened.beginningOffsets(all);
        }
        long time = System.currentTimeMillis() - BEFORE_THE_END.toMillis();
        Map<TopicPartition, Long> times = new HashMap<>();
        all.forEach(partition -> times.put(partition, time));
        Map<TopicPartition, Long> beginnings = new HashMap<>(ends);
        opened.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                beginnings.merge(partition, found.offset(), Math::min);
            }
        });
        return beginnings;
    }

    /** Reads a long topic up to its captured ends with as many consumers as there are processors, each on a thread. */
    private void loadInParallel(Consumer<byte[], byte[]> opened) {
        if (caughtUp || position.remaining() < WORTH_A_THREAD) {
            return;
        }
        List<List<TopicPartition>> shares =
                position.shares(Math.min(MOST_LOADERS, Runtime.getRuntime().availableProcessors()));
        if (shares.size() < 2) {
            return;
        }
        ParallelLoad load = new ParallelLoad(topic, position, health, this::isClosed);
        for (List<TopicPartition> share : shares.subList(1, shares.size())) {
            load.begin(share, () -> opened(new KafkaConsumer<>(consumerSettings)), listener.changes());
        }
        load.run(shares.get(0), opened, changes);
    }

    /** Registers a consumer that is to be woken up when the feed is closed. */
    private Consumer<byte[], byte[]> opened(Consumer<byte[], byte[]> consumer) {
        open.add(consumer);
        if (isClosed()) {
            consumer.wakeup();
        }
        return consumer;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void read(Consumer<byte[], byte[]> opened, Admin asked, PartitionReader reader) {
        EndsProbe probe = new EndsProbe(topic, new EndsQuestion(asked, topic), health, System.nanoTime());
        long lastMessage = System.nanoTime();
        while (!isClosed()) {
            if (reader.poll(POLL)) {
                lastMessage = System.nanoTime();
            }
            listener.reached(position.next());
            if (!caughtUp && position.caughtUp()) {
                checkWhole(opened, Duration.ofNanos(System.nanoTime() - lastMessage));
            }
            lookAtEnds(opened, reader, probe);
        }
    }

    /** Also where the topic was created anew, or has more partitions by now. */
    private void lookAtEnds(Consumer<byte[], byte[]> opened, PartitionReader reader, EndsProbe probe) {
        health.check();
        EndsProbe.Ends ends = probe.look(System.nanoTime());
        if (ends != null) {
            checkIdentity(ends.topicId());
            addNew(opened, reader, ends.offsets().keySet());
            health.ends(ends.offsets(), probe.askedAt());
        }
    }

    private void checkWhole(Consumer<byte[], byte[]> opened, Duration quiet) {
        if (!listener.isWhole(quiet)) {
            wasPartial = true;
        } else if (wasPartial) {
            // What made it whole may have come ahead of messages in other partitions.
            wasPartial = false;
            position.recapture(opened.endOffsets(opened.assignment()));
        } else {
            caughtUp = true;
            health.loaded();
            listener.caughtUp();
        }
    }

    private void addNew(Consumer<byte[], byte[]> opened, PartitionReader reader, Set<TopicPartition> all) {
        Set<TopicPartition> added = new HashSet<>(all);
        added.removeAll(opened.assignment());
        if (!added.isEmpty()) {
            LOG.info("Topic {} has {} new partitions", topic, added.size());
            partitions = all.size();
            capture(opened, added);
            reader.add(added);
        }
    }

    private void startOver() {
        position.reset();
        caughtUp = false;
        wasPartial = false;
        health.startsOver();
        listener.startsOver();
    }

    private void pause(Duration duration) {
        try {
            if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("The feed of {} is closed", topic);
            }
        } catch (InterruptedException e) {
            // Nobody but the JVM's end interrupts this thread, which is its own.
            closed.countDown();
        }
    }

    /** Ends a reading, not the feed. */
    private static final class TopicReplacedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the feed; returns when its thread has ended, or after some seconds. */
    @Override
    public void close() {
        closed.countDown();
        open.forEach(Consumer::wakeup);
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
