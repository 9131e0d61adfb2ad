package io.freshet.comparisons.apply;

import io.freshet.comparisons.flights.FlightTopics;
import io.freshet.comparisons.process.Forks;
import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.report.Report;
import io.freshet.local.KafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Runs {@link ApplyBenchmark}. */
public final class ApplyComparison {
    private final Path folder;
    private final Forks forks;

    /**
     * Prepares a comparison.
     *
     * @param seconds how long each fork warms up, and how long it then measures
     */
    public ApplyComparison(int rounds, int seconds, Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.forks = new Forks("enrich-apply", ApplyBenchmark.class, rounds, seconds, progress)
                .add("enrichMap", "Enrich, map")
                .add("bareMap", "by hand, map")
                .add("enrichStruct", "Enrich, struct")
                .add("bareStruct", "by hand, struct")
                .allocation();
    }

    public Report run() {
        try (KafkaBroker broker = Jvm.broker(folder)) {
            new FlightTopics(broker).writeAirports();
            forks.jvmArgs(
                            "-Xmx1g",
                            "-D" + ApplyBenchmark.BROKER + "=" + broker.bootstrapServers(),
                            "-D" + ApplyBenchmark.TABLE + "=" + FlightTopics.AIRPORTS)
                    .run();
        }
        Report report = forks.report();
        for (String kind : List.of("map", "struct")) {
            report.aimAtRatio("Enrich, " + kind, "by hand, " + kind, Forks.TIME, false, 1.5);
            report.aimAtDifference("Enrich, " + kind, "by hand, " + kind, Forks.ALLOCATION, 32);
        }
        return report;
    }
}
