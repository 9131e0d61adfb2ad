package io.freshet.comparisons.lag;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A record more in each partition every few seconds, and commits of some of the groups, so that lag changes from look to look. */
final class Traffic implements AutoCloseable {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(2);
    private static final int RECORDS_AT_FIRST = 20;
    private static final int COMMITTED_AT_FIRST = 5;

    /** This part of the groups commits at a time. */
    private static final int PARTS = 10;

    private final WatchedCluster cluster;
    private final int groups;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, "freshet-comparisons-traffic");
    private volatile boolean closed;

    Traffic(WatchedCluster cluster, int groups, int partitions) {
        this.cluster = cluster;
        this.groups = groups;
        this.partitions = partitions;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes what there is at first, and goes on. */
    void start() throws InterruptedException {
        write(RECORDS_AT_FIRST);
        cluster.commit(0, groups, COMMITTED_AT_FIRST);
        thread.setDaemon(true);
        thread.start();
    }

    private void write(int each) {
        byte[] value = "a record".getBytes(StandardCharsets.UTF_8);
        for (int place = 0; place < cluster.size(); place++) {
            for (int i = 0; i < each; i++) {
                Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                        WatchedCluster.topic(place / partitions), place % partitions, null, value));
            }
        }
        producer.flush();
    }

    private void run() {
        try {
            for (int round = 1; !closed; round++) {
                write(1);
                int part = round % PARTS;
                cluster.commit(
                        groups * part / PARTS, groups * (part + 1) / PARTS, COMMITTED_AT_FIRST + round / PARTS + 1L);
                LockSupport.parkNanos(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
