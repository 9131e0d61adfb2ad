package io.freshet.comparisons.scrape;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.MetricsEndpoint;
import io.freshet.comparisons.process.RunningJvm;
import io.freshet.comparisons.process.Topics;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker with an exporter of its metrics. */
final class ScrapedBroker implements AutoCloseable {
    static final String HEAP = "1g";

    /** Words without digits, so that a partition's number is the only one among what names it. */
    private static final List<String> TOPICS = List.of("orders", "payments", "shipments", "returns");

    /** The topic that goes on being written to. */
    static final String TOPIC = TOPICS.get(0);

    private final Exporter exporter;
    private final KafkaBroker broker;
    private final MetricsEndpoint endpoint;
    private final RunningJvm jvm;

    private ScrapedBroker(Exporter exporter, KafkaBroker broker, MetricsEndpoint endpoint, RunningJvm jvm) {
        this.exporter = exporter;
        this.broker = broker;
        this.endpoint = endpoint;
        this.jvm = jvm;
    }

    /** Starts one that has so many partitions, with a record in each. */
    static ScrapedBroker start(Exporter exporter, int partitions, Path folder) {
        int port = Ports.free();
        KafkaBroker.Builder builder = KafkaBroker.builder()
                .folder(folder.resolve("broker"))
                .heap(HEAP)
                .jvmArgs(Jvm.flags())
                .config("log.retention.ms", "-1")
                .config("log.index.size.max.bytes", "65536");
        exporter.addTo(builder, folder, port);
        KafkaBroker broker = builder.start();
        try {
            fill(broker, partitions);
            MetricsEndpoint endpoint = new MetricsEndpoint(port);
            endpoint.await();
            return new ScrapedBroker(
                    exporter,
                    broker,
                    endpoint,
                    RunningJvm.attach(broker.process().pid()));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static void fill(KafkaBroker broker, int partitions) {
        int each = partitions / TOPICS.size();
        byte[] value = "a record".getBytes(StandardCharsets.UTF_8);
        for (String topic : TOPICS) {
            Topics.create(broker, topic, each);
            Topics.write(
                    broker.bootstrapServers(), topic, each, number -> new ProducerRecord<>(topic, number, null, value));
        }
    }

    Exporter exporter() {
        return exporter;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    MetricsEndpoint endpoint() {
        return endpoint;
    }

    RunningJvm jvm() {
        return jvm;
    }

    /** Scrapes for some time, so that what is measured afterwards is compiled. */
    void warmUp(double seconds) {
        scrape(seconds, 1, false);
        scrape(seconds / 4, 1, true);
    }

    /** Leaves it alone for some time; returns the CPU seconds and bytes that it takes per second by itself. */
    Idle rest(double seconds) {
        long start = System.nanoTime();
        Usage before = usage();
        LockSupport.parkNanos((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
        Usage after = usage();
        double took = (System.nanoTime() - start) / 1e9;
        return new Idle(
                (after.cpuSeconds - before.cpuSeconds) / took, (after.allocatedBytes - before.allocatedBytes) / took);
    }

    /** Scrapes it time and again. */
    Scrapes scrape(double seconds, int atLeast, boolean zipped) {
        List<Double> walls = new ArrayList<>();
        long bytes = 0;
        long start = System.nanoTime();
        Usage before = usage();
        while (walls.size() < atLeast || System.nanoTime() - start < seconds * 1e9) {
            MetricsEndpoint.Scrape scrape = endpoint.scrape(zipped);
            walls.add(scrape.seconds());
            bytes = scrape.bytes();
        }
        Usage after = usage();
        double took = (System.nanoTime() - start) / 1e9;
        Collections.sort(walls);
        return new Scrapes(
                walls.size(),
                took,
                after.cpuSeconds - before.cpuSeconds,
                after.allocatedBytes - before.allocatedBytes,
                walls.get(walls.size() / 2),
                bytes);
    }

    private Usage usage() {
        return new Usage(Jvm.cpuSeconds(broker.process().pid()), jvm.allocatedBytes());
    }

    @Override
    public void close() {
        jvm.close();
        broker.close();
    }

    private record Usage(double cpuSeconds, double allocatedBytes) {}

    /** What a broker takes per second when nobody asks for its metrics. */
    record Idle(double cpuSeconds, double allocatedBytes) {
        Idle meanWith(Idle other) {
            return new Idle((cpuSeconds + other.cpuSeconds) / 2, (allocatedBytes + other.allocatedBytes) / 2);
        }
    }

    /**
     * A stretch of scrapes, one after the other.
     *
     * @param wall the median
     */
    record Scrapes(int count, double took, double cpuSeconds, double allocatedBytes, double wall, long bytes) {
        double cpuMillisEach(Idle idle) {
            return Math.max(0, cpuSeconds - idle.cpuSeconds * took) / count * 1e3;
        }

        double allocatedMegabytesEach(Idle idle) {
            return Math.max(0, allocatedBytes - idle.allocatedBytes * took) / count / 1e6;
        }
    }
}
