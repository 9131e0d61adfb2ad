package io.freshet.comparisons.load;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.Topics;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.Folders;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How fast a table is loaded from a topic that Debezium has written, and what it takes in memory. */
public final class LoadComparison {
    private static final Measure RATE = new Measure("rows per second", "", 0);
    private static final Measure SECONDS = new Measure("seconds", "", 1);
    private static final Measure CPU = new Measure("CPU seconds", "", 1);
    private static final Measure HEAP = new Measure("live heap", "MB", 0);
    private static final Measure PER_ROW = new Measure("heap per row", "bytes", 0);
    private static final Measure RESIDENT = new Measure("resident when loaded", "MB", 0);
    private static final String FETCH = "fetch only (a plain consumer)";
    private static final String HEAP_SIZE = "6g";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final int rows;
    private final int rounds;
    private final Pattern only;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    public LoadComparison(int rows, int rounds, Pattern only, Path folder, Consumer<String> progress) {
        this.rows = rows;
        this.rounds = rounds;
        this.only = only;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "load", rows + " rows; " + rounds + " rounds; -Xmx" + HEAP_SIZE + " " + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        try (KafkaBroker broker = Jvm.broker(folder)) {
            write(broker);
            List<LoadContestant> contestants = new ArrayList<>(List.of(LoadContestant.values()));
            contestants.removeIf(
                    contestant -> !only.matcher(contestant.toString()).find());
            for (int round = 1; round <= rounds; round++) {
                report.add(FETCH, RATE, fetchRate(broker));
                for (LoadContestant contestant : contestants) {
                    Loaded loaded = load(broker, contestant, round);
                    add(contestant.toString(), loaded);
                    progress.accept(String.format(
                            Locale.ROOT,
                            "round %d: %s in %.1f s, %.0f MB",
                            round,
                            contestant,
                            loaded.seconds(),
                            loaded.heap()));
                }
                Collections.rotate(contestants, 1);
            }
        }
        String freshet = LoadContestant.FRESHET.toString();
        report.aimAtRatio(freshet, LoadContestant.STREAMS_ROCKSDB.toString(), RATE, true, 2.5);
        report.aimAtRatio(freshet, LoadContestant.STREAMS_MEMORY.toString(), RATE, true, 1.5);
        report.aimAtRatio(freshet, LoadContestant.STREAMS_MEMORY.toString(), HEAP, false, 0.25);
        return report;
    }

    private void write(KafkaBroker broker) {
        progress.accept(
                "writing " + rows + " changes of about " + Customer.of(rows - 1).envelope().length + " bytes");
        Topics.create(broker, LoadedTable.TOPIC, Topics.PARTITIONS);
        Topics.write(broker.bootstrapServers(), LoadedTable.TOPIC, rows, id -> {
            Customer customer = Customer.of(id);
            return new ProducerRecord<>(LoadedTable.TOPIC, customer.key(), customer.envelope());
        });
    }

    /** Reads all of the topic and does nothing with it, which also has it in the page cache. */
    private double fetchRate(KafkaBroker broker) {
        try (KafkaConsumer<byte[], byte[]> consumer = Topics.reader(broker.bootstrapServers())) {
            consumer.assign(Topics.partitions(LoadedTable.TOPIC));
            long start = System.nanoTime();
            for (long read = 0; read < rows; ) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return rows / ((System.nanoTime() - start) / 1e9);
        }
    }

    private Loaded load(KafkaBroker broker, LoadContestant contestant, int round) {
        Path state = folder.resolve(contestant.name() + "-" + round);
        try (JavaProcess process = Jvm.child(
                        "load-" + contestant.name() + "-" + round, HEAP_SIZE, LoadProcess.class, folder)
                .args(contestant.name(), broker.bootstrapServers(), Integer.toString(rows), state.toString())
                .start()) {
            if (process.awaitExit(PATIENCE) != 0) {
                throw new IllegalStateException(contestant + " has failed: " + process.logText());
            }
            return Loaded.find(process.logText());
        } finally {
            Folders.delete(state);
        }
    }

    private void add(String contestant, Loaded loaded) {
        report.add(contestant, RATE, rows / loaded.seconds());
        report.add(contestant, SECONDS, loaded.seconds());
        report.add(contestant, CPU, loaded.cpuSeconds());
        report.add(contestant, HEAP, loaded.heap());
        report.add(contestant, PER_ROW, loaded.heap() * 1024 * 1024 / rows);
        report.add(contestant, RESIDENT, loaded.resident());
    }
}
