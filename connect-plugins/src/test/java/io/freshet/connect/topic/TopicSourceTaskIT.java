package io.freshet.connect.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.connect.json.FastJsonConverter;
import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("NullAway.Init") // the broker is there before every test
class TopicSourceTaskIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int POLL_SECONDS = 3;
    private static final long TIME = 1_700_000_000_000L;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.builder()
                .config("transaction.state.log.num.partitions", "1")
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void poll_recordsOfItsPartitions_keepPlaceKeyTimeAndHeaders() throws Exception {
        broker.createTopic("kept", 3, Map.of());
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int partition = 0; partition < 3; partition++) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        "kept", partition, TIME + partition, bytes("k" + partition), bytes("v" + partition));
                record.headers().add("trace", bytes("t" + partition));
                producer.send(record).get();
                producer.send(new ProducerRecord<>("kept", partition, TIME, bytes("k"), (byte[]) null))
                        .get();
            }
        }
        try (Running task = start(new Contexts(), Map.of("topics", "kept"), 0, 2)) {
            assertThat(task.take(4))
                    .extracting(TopicSourceTaskIT::describe)
                    .containsExactlyInAnyOrder(
                            "kept-enriched-0 k0=v0 @1700000000000 [trace=t0] {offset=1}",
                            "kept-enriched-0 k=null @1700000000000 [] {offset=2}",
                            "kept-enriched-2 k2=v2 @1700000000002 [trace=t2] {offset=1}",
                            "kept-enriched-2 k=null @1700000000000 [] {offset=2}");
        }
    }

    @Test
    void poll_abortedAndOpenTransactions_areNotSeenUntilCommitted() throws Exception {
        broker.createTopic("transactions", 1, Map.of());
        try (Producer<byte[], byte[]> producer = producer(Map.of("transactional.id", "test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", bytes("aborted")))
                    .get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", bytes("committed")))
                    .get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", bytes("open"))).get();

            Contexts contexts = new Contexts();
            try (Running task = start(contexts, Map.of("topics", "transactions"), 0)) {
                List<SourceRecord> first = task.take(1);
                assertThat(first).extracting(SourceRecord::value).containsExactly("committed");
                assertThat(task.task.poll()).isNull();
                contexts.store(first);
            }
            producer.commitTransaction();
            try (Running task = start(contexts, Map.of("topics", "transactions"), 0)) {
                assertThat(task.take(1)).extracting(SourceRecord::value).containsExactly("open");
            }
        }
    }

    @Test
    void start_storedOffset_goesOnWithTheNextRecord() throws Exception {
        broker.createTopic("restarted", 2, Map.of());
        send("restarted", 0, "a", "b", "c");
        send("restarted", 1, "x");
        Contexts contexts = new Contexts();
        try (Running task =
                start(contexts, Map.of("topics", "restarted", "source.consumer.max.poll.records", "1"), 0, 1)) {
            contexts.store(task.take(2));
        }
        List<String> all = new ArrayList<>();
        try (Running task = start(contexts, Map.of("topics", "restarted"), 0, 1)) {
            task.take(2).forEach(record -> all.add((String) record.value()));
        }
        assertThat(all)
                .as("what was not stored before, and nothing else")
                .hasSize(2)
                .contains("c");
    }

    @Test
    void start_latest_readsWhatIsWrittenFromThenOnButAllOfNewPartitions() throws Exception {
        broker.createTopic("newest", 1, Map.of());
        send("newest", 0, "old");
        broker.admin()
                .createPartitions(Map.of("newest", NewPartitions.increaseTo(2)))
                .all()
                .get();
        send("newest", 1, "old in a new partition");
        TaskPartitions partitions = new TaskPartitions(
                0, List.of(new TopicPartition("newest", 0)), List.of(new TopicPartition("newest", 1)));

        try (Running task = start(new Contexts(), Map.of("topics", "newest", "start", "latest"), partitions)) {
            assertThat(task.take(1)).extracting(SourceRecord::value).containsExactly("old in a new partition");
            send("newest", 0, "new");
            assertThat(task.take(1)).extracting(SourceRecord::value).containsExactly("new");
        }
    }

    @Test
    void poll_betweenTimes_readsWhatLiesBetweenAndSaysWhereItIs() throws Exception {
        broker.createTopic("timed", 2, Map.of("retention.ms", "-1"));
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("timed", 0, TIME + 1_000L * i, bytes("k"), bytes("v" + i)))
                        .get();
            }
        }
        // Of partition 1, nothing lies between.
        Map<String, String> settings = Map.of(
                "topics",
                "timed",
                "start",
                Instant.ofEpochMilli(TIME + 2_500).toString(),
                "end",
                Instant.ofEpochMilli(TIME + 7_000).toString(),
                "source.consumer.max.poll.records",
                "3");
        Contexts contexts = new Contexts();
        List<SourceRecord> all;
        try (Running task = start(contexts, settings, 0, 1)) {
            all = task.take(2 + 4 + 1);
            assertThat(task.poll()).isEmpty();
        }
        String until = settings.get("end");
        assertThat(all)
                .extracting(record -> record.topic() + "-" + record.kafkaPartition() + " " + record.value() + " of "
                        + record.sourcePartition().get("partition") + " " + new TreeMap<>(record.sourceOffset()))
                .containsExactlyInAnyOrder(
                        "test-progress-0 null of 0 {end=7, offset=3, until=" + until + "}",
                        "test-progress-0 null of 1 {end=0, offset=0, until=" + until + "}",
                        "timed-enriched-0 v3 of 0 {end=7, offset=4, until=" + until + "}",
                        "timed-enriched-0 v4 of 0 {end=7, offset=5, until=" + until + "}",
                        "timed-enriched-0 v5 of 0 {end=7, offset=6, until=" + until + "}",
                        "timed-enriched-0 v6 of 0 {end=7, offset=7, until=" + until + "}",
                        // Nobody told the task that the last record was written.
                        "test-progress-0 null of 0 {end=7, offset=7, until=" + until + "}");

        contexts.store(all);
        send("timed", 0, "later");
        try (Running task = start(contexts, settings, 0, 1)) {
            assertThat(task.poll()).as("the end stays where it was").isEmpty();
        }
    }

    @Test
    void poll_endIsLatest_isLookedUpOnceAndReachedBehindAbortedTransactions() throws Exception {
        broker.createTopic("ending", 1, Map.of());
        try (Producer<byte[], byte[]> producer = producer(Map.of("transactional.id", "ending"))) {
            producer.initTransactions();
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("ending", bytes("v" + i))).get();
                if (i < 2) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }
        Map<String, String> settings =
                Map.of("topics", "ending", "end", "latest", "source.consumer.max.poll.records", "1");
        Contexts contexts = new Contexts();
        try (Running task = start(contexts, settings, 0)) {
            List<SourceRecord> first = task.take(2);
            assertThat(first).extracting(SourceRecord::value).containsExactly(null, "v0");
            contexts.store(first);
        }
        send("ending", 0, "beyond the end");
        try (Running task = start(contexts, settings, 0)) {
            assertThat(task.take(2))
                    .extracting(record -> record.value() + " " + new TreeMap<>(record.sourceOffset()))
                    .containsExactly("v1 {end=6, offset=3, until=latest}", "null {end=6, offset=6, until=latest}");
            assertThat(task.poll()).isEmpty();
            Await.untilTrue("the metrics to tell", SOON, () -> {
                task.poll();
                return metric("test", 0, "end-reached") == 1;
            });
            assertThat(metric("test", 0, "records-behind")).isZero();
            assertThat(metric("test", 0, "partitions-ended")).isEqualTo(1);
            assertThat(metric("test", 0, "records-read-total")).isEqualTo(1);
        }
    }

    @Test
    void poll_betweenOffsets_readsThese() throws Exception {
        broker.createTopic("between", 1, Map.of());
        send("between", 0, "a", "b", "c", "d");

        try (Running task =
                start(new Contexts(), Map.of("topics", "between", "start", "between:0:1", "end", "between:0:3"), 0)) {
            assertThat(task.take(4)).extracting(SourceRecord::value).containsExactly(null, "b", "c", null);
        }
    }

    @Test
    void poll_explode_oneRecordForEachElementAndTheOffsetMovesWithTheLast() throws Exception {
        broker.createTopic("exploded", 1, Map.of());
        send(
                "exploded",
                0,
                "{\"id\":1,\"items\":[\"a\",\"b\"]}",
                "{\"id\":2,\"items\":[]}",
                "{\"id\":3,\"items\":\"secret\"}");

        try (Running task = start(
                new Contexts(),
                Map.of(
                        "topics",
                        "exploded",
                        "explode",
                        "items",
                        "source.value.converter",
                        FastJsonConverter.class.getName()),
                0)) {
            assertThat(task.take(2))
                    .extracting(record -> record.key() + "=" + new TreeMap<>((Map<?, ?>) record.value()) + " "
                            + record.sourceOffset())
                    .containsExactly("k={id=1, items=a} {offset=0}", "k={id=1, items=b} {offset=1}");
            assertThatThrownBy(task::poll)
                    .hasMessage("The value of exploded-0 at offset 2: explode=items: expecting an array. Found:"
                            + " java.lang.String");
        }
    }

    @Test
    void poll_nextRecordWasDeleted_failsAndNamesTheRange() throws Exception {
        broker.createTopic("deleted", 1, Map.of());
        send("deleted", 0, "a", "b", "c", "d");
        broker.admin()
                .deleteRecords(Map.of(new TopicPartition("deleted", 0), RecordsToDelete.beforeOffset(3)))
                .all()
                .get();
        Contexts contexts = new Contexts();
        contexts.store("deleted", 0, 1);

        try (Running task = start(contexts, Map.of("topics", "deleted"), 0)) {
            assertThatThrownBy(() -> task.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("The next record to read must be there or be the next to be written. Found:"
                            + " deleted-0 at offset 1, where the partition has 3 to 4. ")
                    .hasMessageContaining("on.offset.out.of.range");
        }
        try (Running task = start(contexts, Map.of("topics", "deleted", "on.offset.out.of.range", "earliest"), 0)) {
            assertThat(task.take(1)).extracting(SourceRecord::value).containsExactly("d");
        }
        try (Running task = start(contexts, Map.of("topics", "deleted", "on.offset.out.of.range", "latest"), 0)) {
            List<SourceRecord> taken = Await.until("a new record", SOON, () -> {
                send("deleted", 0, "new");
                List<SourceRecord> polled = task.poll();
                return polled.isEmpty() ? null : polled;
            });
            assertThat(taken).extracting(SourceRecord::value).containsOnly("new");
        }
    }

    @Test
    void poll_storedOffsetBehindTheEnd_failsInPlaceOfWaiting() throws Exception {
        broker.createTopic("recreated", 1, Map.of());
        send("recreated", 0, "a");
        Contexts contexts = new Contexts();
        contexts.store("recreated", 0, 500);

        try (Running task = start(contexts, Map.of("topics", "recreated"), 0)) {
            assertThatThrownBy(() -> task.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("recreated-0 at offset 500, where the partition has 0 to 1");
        }
    }

    @Test
    void poll_converterAsksToTryAgain_losesNothing() throws Exception {
        broker.createTopic("retried", 1, Map.of());
        send("retried", 0, "a", "b", "c");
        FailsTwice.failures.set(2);

        try (Running task = start(
                new Contexts(), Map.of("topics", "retried", "source.value.converter", FailsTwice.class.getName()), 0)) {
            List<Object> values = new ArrayList<>();
            Await.untilTrue("the converter to fail", SOON, () -> {
                try {
                    task.poll().forEach(record -> values.add(record.value()));
                } catch (RetriableException e) {
                    return true;
                }
                return false;
            });
            assertThat(values).containsExactly("a");
            assertThat(task.take(2)).extracting(SourceRecord::value).containsExactly("b", "c");
        }
    }

    @Test
    void stop_fromAnotherThread_endsAWaitingPoll() throws Exception {
        broker.createTopic("silent", 1, Map.of());
        // A machine that stands still for as long as a poll waits says nothing; it does not do so each time.
        int attempts = 0;
        while (secondsToEnd() >= POLL_SECONDS) {
            assertThat(++attempts).as("polls that went on after stop").isLessThan(5);
        }
    }

    private static double secondsToEnd() throws Exception {
        Map<String, String> settings = Map.of("topics", "silent", "poll.timeout.ms", POLL_SECONDS + "000");
        TopicSourceTask task = start(new Contexts(), settings, 0).task;
        CountDownLatch polled = new CountDownLatch(1);
        Thread worker = new Thread(() -> {
            try {
                while (task.poll() != null) {}
                polled.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        worker.start();
        long before = System.nanoTime();
        task.stop();
        assertThat(polled.await(30, TimeUnit.SECONDS)).isTrue();
        double seconds = (System.nanoTime() - before) / 1e9;
        assertThat(task.poll()).as("a poll after stop").isNull();
        worker.join();
        return seconds;
    }

    private static double metric(String connector, int task, String attribute) {
        try {
            return (double) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName("freshet.connect:type=topic-source-task-metrics,connector=" + connector
                                    + ",task=" + task),
                            attribute);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String describe(SourceRecord record) {
        List<String> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(header.key() + "=" + header.value()));
        return record.topic() + "-" + record.kafkaPartition() + " " + record.key() + "=" + record.value() + " @"
                + record.timestamp() + " " + headers + " " + record.sourceOffset();
    }

    private static Running start(Contexts contexts, Map<String, String> settings, int... partitions) {
        List<TopicPartition> known = new ArrayList<>();
        for (int partition : partitions) {
            known.add(new TopicPartition(settings.getOrDefault("topics", ""), partition));
        }
        return start(contexts, settings, new TaskPartitions(0, known, List.of()));
    }

    private static Running start(Contexts contexts, Map<String, String> settings, TaskPartitions partitions) {
        Map<String, String> all = new HashMap<>(Map.of(
                "name", "test",
                "source.bootstrap.servers", broker.bootstrapServers(),
                "key.converter", StringConverter.class.getName(),
                "value.converter", StringConverter.class.getName()));
        all.putAll(settings);
        all.putAll(partitions.settings());
        TopicSourceTask task = new TopicSourceTask();
        task.initialize(contexts.task());
        task.start(all);
        return new Running(task);
    }

    /** A task that a worker would poll. */
    private record Running(TopicSourceTask task) implements AutoCloseable {
        /** Polls until at least this many records came. */
        List<SourceRecord> take(int count) {
            List<SourceRecord> taken = new ArrayList<>();
            Await.untilTrue(count + " records", SOON, () -> {
                taken.addAll(poll());
                return taken.size() >= count;
            });
            return taken;
        }

        List<SourceRecord> poll() {
            try {
                @Nullable List<SourceRecord> polled = task.poll();
                return polled == null ? List.of() : polled;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            task.stop();
        }
    }

    private static void send(String topic, int partition, String... values) {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, partition, bytes("k"), bytes(value)))
                        .get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Could not write to " + topic, e);
        }
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A converter whose schema registry does not answer in the middle of its first batch. */
    public static final class FailsTwice extends ByteArrayConverter {
        static final AtomicInteger failures = new AtomicInteger();

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            String text = new String(value, UTF_8);
            if (text.equals("b") && failures.getAndDecrement() > 0) {
                throw new NetworkException("registry");
            }
            return new SchemaAndValue(Schema.STRING_SCHEMA, text);
        }
    }
}
