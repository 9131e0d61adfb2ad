package io.freshet.comparisons.apply;

import io.freshet.comparisons.flights.FlightTopics;
import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.KafkaBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link ApplyBenchmark} in JMH, one fork of each of its methods in turns. */
public final class ApplyComparison {
    private static final Measure TIME = new Measure("time", "ns", 1);
    private static final Measure ALLOCATION = new Measure("allocation", "bytes", 0);
    private static final String ALLOCATION_PROFILE = "gc.alloc.rate.norm";

    private final int rounds;
    private final int seconds;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    /**
     * Prepares a comparison.
     *
     * @param seconds how long each fork warms up, and how long it then measures
     */
    public ApplyComparison(int rounds, int seconds, Path folder, Consumer<String> progress) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "enrich-apply",
                rounds + " forks, each " + seconds + " s to warm up and " + seconds + " s measured; "
                        + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        Map<String, String> methods = new LinkedHashMap<>();
        methods.put("enrichMap", "Enrich, map");
        methods.put("bareMap", "by hand, map");
        methods.put("enrichStruct", "Enrich, struct");
        methods.put("bareStruct", "by hand, struct");
        try (KafkaBroker broker = Jvm.broker(folder)) {
            new FlightTopics(broker).writeAirports();
            List<String> order = new ArrayList<>(methods.keySet());
            for (int round = 1; round <= rounds; round++) {
                for (String method : order) {
                    measure(broker, method, String.valueOf(methods.get(method)), round);
                }
                Collections.rotate(order, 1);
            }
        }
        for (String kind : List.of("map", "struct")) {
            report.aimAtRatio("Enrich, " + kind, "by hand, " + kind, TIME, false, 1.5);
            report.aimAtDifference("Enrich, " + kind, "by hand, " + kind, ALLOCATION, 32);
        }
        return report;
    }

    private static String[] jvmArgs(KafkaBroker broker) {
        List<String> arguments = new ArrayList<>(List.of(Jvm.flags()));
        arguments.add("-Xmx1g");
        arguments.add("-D" + ApplyBenchmark.BROKER + "=" + broker.bootstrapServers());
        arguments.add("-D" + ApplyBenchmark.TABLE + "=" + FlightTopics.AIRPORTS);
        return arguments.toArray(String[]::new);
    }

    private void measure(KafkaBroker broker, String method, String contestant, int round) {
        Options options = new OptionsBuilder()
                .include(ApplyBenchmark.class.getName() + "\\." + method + "$")
                .forks(1)
                .warmupIterations(seconds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgs(jvmArgs(broker))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            RunResult result = new Runner(options).runSingle();
            double nanos = result.getPrimaryResult().getScore();
            report.add(contestant, TIME, nanos);
            report.add(
                    contestant,
                    ALLOCATION,
                    Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION_PROFILE))
                            .getScore());
            progress.accept(String.format(Locale.ROOT, "round %d: %s %.1f ns", round, contestant, nanos));
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH has failed on " + method, e);
        }
    }
}
