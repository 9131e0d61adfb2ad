package io.freshet.comparisons.visible;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Debezium;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** How long a change takes from COMMIT through Debezium and the broker into records, and which part of it is Freshet's. */
public final class VisibleComparison {
    private static final String TOPIC = "db." + Prices.TABLE;
    private static final String CONNECTOR = "prices";
    private static final int WARM_UP_SECONDS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Debezium's {@code poll.interval.ms} by what it is called in the report. */
    private static final Map<String, String> INTERVALS = intervals();

    private final int changes;
    private final int perSecond;
    private final int rounds;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    /** What lies between two points, as two measures. */
    private record Part(String name) {
        Measure median() {
            return new Measure(name + " p50", "ms", 1);
        }

        Measure p99() {
            return new Measure(name + " p99", "ms", 1);
        }
    }

    private static final Part WHOLE = new Part("COMMIT to record");
    private static final Part BEFORE = new Part("COMMIT to broker");
    private static final Part OURS = new Part("broker to record");
    private static final Part CONSUMER = new Part("broker to a plain consumer");
    private static final Part AFTER_CONSUMER = new Part("after a plain consumer has it");

    public VisibleComparison(int changes, int perSecond, int rounds, Path folder, Consumer<String> progress) {
        this.changes = changes;
        this.perSecond = perSecond;
        this.rounds = rounds;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "commit-to-visible", changes + " changes, " + perSecond + " per second; " + rounds + " rounds");
    }

    private static Map<String, String> intervals() {
        Map<String, String> intervals = new LinkedHashMap<>();
        intervals.put("Debezium, poll.interval.ms=10", "10");
        intervals.put("Debezium, its default of 500", "500");
        return intervals;
    }

    public Report run() {
        try (KafkaBroker broker = Jvm.broker(folder);
                PostgresServer postgres = PostgresServer.builder()
                        .folder(folder.resolve("postgres"))
                        .start();
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .folder(folder.resolve("worker"))
                        .plugins(Debezium.plugins())
                        .jvmArgs(Jvm.flags())
                        .start();
                Prices prices = new Prices(postgres)) {
            broker.createTopic(TOPIC, 1, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
            measure(broker, postgres, worker, prices);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL has failed: " + e.getMessage(), e);
        }
        for (String interval : INTERVALS.keySet()) {
            report.aimAtValue(interval, OURS.p99(), 10);
            report.aimAtValue(interval, AFTER_CONSUMER.p99(), 10);
        }
        return report;
    }

    private void measure(KafkaBroker broker, PostgresServer postgres, ConnectWorker worker, Prices prices)
            throws SQLException {
        int warmUp = Math.min(WARM_UP_SECONDS * perSecond, changes);
        int perRun = warmUp + changes;
        Timeline timeline = new Timeline(perRun * rounds * INTERVALS.size());
        configure(worker, postgres, "10");
        try (BrokerWatch watch = new BrokerWatch(broker.bootstrapServers(), TOPIC, timeline);
                TableProbe probe = new TableProbe(broker.bootstrapServers(), TOPIC, timeline)) {
            watch.start();
            probe.start();
            int next = 0;
            for (int round = 1; round <= rounds; round++) {
                for (Map.Entry<String, String> interval : INTERVALS.entrySet()) {
                    configure(worker, postgres, interval.getValue());
                    int end = next + perRun;
                    change(prices, timeline, next, end);
                    Await.untilTrue(end + " changes in the table", PATIENCE, () -> timeline.isComplete(end));
                    add(interval.getKey(), timeline, next + warmUp, end);
                    progress.accept(String.format(
                            Locale.ROOT,
                            "round %d: %s: %.1f ms at the median",
                            round,
                            interval.getKey(),
                            timeline.commitToVisible(next + warmUp, end).millis(0.5)));
                    next = end;
                }
            }
        }
    }

    private static void configure(ConnectWorker worker, PostgresServer postgres, String pollInterval) {
        Map<String, String> config = new LinkedHashMap<>(Debezium.connector(postgres, "db", Prices.TABLE));
        config.put("poll.interval.ms", pollInterval);
        worker.connectors().put(CONNECTOR, config);
        worker.connectors().awaitRunning(CONNECTOR, 1, PATIENCE);
    }

    private void change(Prices prices, Timeline timeline, int from, int to) throws SQLException {
        long start = System.nanoTime();
        for (int change = from; change < to; change++) {
            long due = start + (change - from) * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            timeline.committed(change, prices.change(change));
        }
    }

    private void add(String contestant, Timeline timeline, int from, int to) {
        add(contestant, WHOLE, timeline.commitToVisible(from, to));
        add(contestant, BEFORE, timeline.commitToBroker(from, to));
        add(contestant, OURS, timeline.brokerToVisible(from, to));
        add(contestant, CONSUMER, timeline.brokerToConsumer(from, to));
        add(contestant, AFTER_CONSUMER, timeline.consumerToVisible(from, to));
    }

    private void add(String contestant, Part part, Latencies latencies) {
        report.add(contestant, part.median(), latencies.millis(0.5));
        report.add(contestant, part.p99(), latencies.millis(0.99));
    }
}
