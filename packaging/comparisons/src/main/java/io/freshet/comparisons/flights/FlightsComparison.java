package io.freshet.comparisons.flights;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.Topics;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.Await;
import io.freshet.local.Folders;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What whole processes need to join flights with airports, topic to topic. */
public final class FlightsComparison {
    static final String HEAP = "2g";
    static final String COMMIT_INTERVAL = "10000";

    /** For all contestants: fewer, larger requests. */
    static final Map<String, String> PRODUCER = Map.of("batch.size", "131072", "linger.ms", "10");

    private static final Measure PER_CPU_SECOND = new Measure("records per CPU second", "", 0);
    private static final Measure PER_SECOND = new Measure("records per second", "", 0);
    private static final Measure CPU = new Measure("CPU s per million", "", 2);
    private static final String ENRICH = "Connect + Enrich, FastJsonConverter";
    private static final String ROCKSDB = "Kafka Streams, RocksDB";
    private static final String MEMORY = "Kafka Streams, in memory";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int records;
    private final int warmUp;
    private final int rounds;
    private final Pattern only;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    public FlightsComparison(
            int records, int warmUp, int rounds, Pattern only, Path folder, Consumer<String> progress) {
        this.records = records;
        this.warmUp = warmUp;
        this.rounds = rounds;
        this.only = only;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "flights",
                records + " records after " + warmUp + " to warm up; " + rounds + " rounds; -Xmx" + HEAP + " "
                        + String.join(" ", Jvm.flags()) + "; producers with " + PRODUCER);
    }

    public Report run() {
        List<Contestant> contestants = contestants(Freshet.unpackArchive(folder.resolve("plugins")));
        try (KafkaBroker broker = Jvm.broker(folder)) {
            FlightTopics topics = new FlightTopics(broker);
            progress.accept("writing " + all() + " flights");
            topics.write(all());
            for (int round = 1; round <= rounds; round++) {
                for (Contestant contestant : contestants) {
                    measure(broker, topics, contestant, round);
                }
                Collections.rotate(contestants, 1);
            }
            for (Contestant contestant : contestants) {
                if (contestant.name().equals(ENRICH)) {
                    profile(broker, topics, contestant);
                }
            }
        }
        report.aimAtRatio(ENRICH, ROCKSDB, PER_CPU_SECOND, true, 2);
        report.aimAtRatio(ENRICH, MEMORY, PER_CPU_SECOND, true, 1.6);
        return report;
    }

    private List<Contestant> contestants(Path plugins) {
        List<Contestant> all = new ArrayList<>(List.of(
                new ConnectContestant(ENRICH, ConnectContestant.FAST, true, plugins),
                new StreamsContestant(ROCKSDB, false),
                new StreamsContestant(MEMORY, true),
                new ConnectContestant("Connect + Enrich, JsonConverter", ConnectContestant.KAFKAS, true, plugins),
                new ConnectContestant("Connect only, FastJsonConverter", ConnectContestant.FAST, false, plugins),
                new ConnectContestant("Connect only, JsonConverter", ConnectContestant.KAFKAS, false, plugins)));
        all.removeIf(contestant -> !only.matcher(contestant.name()).find());
        return all;
    }

    private void measure(KafkaBroker broker, FlightTopics topics, Contestant contestant, int round) {
        String target = "joined-" + round + "-" + contestant.name().replaceAll("[^A-Za-z]+", "-");
        topics.create(target);
        SteadyRun run = run(broker, contestant, target, List.of());
        add(contestant, run);
        progress.accept(String.format(
                Locale.ROOT,
                "round %d: %s %,.0f records per CPU second",
                round,
                contestant.name(),
                run.recordsPerCpuSecond()));
        new OutputCheck(broker.bootstrapServers(), broker.admin()).check(target, contestant.joins());
        topics.delete(target);
        Folders.delete(folder.resolve(target));
    }

    /** Once more with a flight recorder, which is not among the figures. */
    private void profile(KafkaBroker broker, FlightTopics topics, Contestant contestant) {
        Path recording = folder.resolve("profile.jfr");
        topics.create("profiled");
        SteadyRun run = run(
                broker,
                contestant,
                "profiled",
                List.of(
                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording,
                        "-XX:FlightRecorderOptions=stackdepth=128",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+DebugNonSafepoints"));
        topics.delete("profiled");
        run.breakdown(recording)
                .forEach((part, percent) ->
                        report.addShare("CPU time of " + contestant.name() + ", in percent", part, percent));
    }

    /** Returns when all has come out and the process has ended. */
    private SteadyRun run(KafkaBroker broker, Contestant contestant, String target, List<String> jvmArgs) {
        try (Contestant.Running running =
                contestant.start(broker.bootstrapServers(), target, folder.resolve(target), jvmArgs)) {
            SteadyRun run = SteadyRun.watch(broker.admin(), target, running.pid(), warmUp, warmUp + records);
            Await.untilTrue(
                    all() + " records in " + target, PATIENCE, () -> Topics.count(broker.admin(), target) >= all());
            return run;
        }
    }

    /** Some more than are measured, so that the last one measured is not the last. */
    private int all() {
        return warmUp + records + records / 20;
    }

    private void add(Contestant contestant, SteadyRun run) {
        report.add(contestant.name(), PER_CPU_SECOND, run.recordsPerCpuSecond());
        report.add(contestant.name(), PER_SECOND, run.recordsPerSecond());
        report.add(contestant.name(), CPU, run.cpuSecondsPerMillion());
    }
}
