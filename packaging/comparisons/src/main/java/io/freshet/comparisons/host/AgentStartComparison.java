package io.freshet.comparisons.host;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.PairedDifference;
import io.freshet.comparisons.report.Report;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** What the agent costs a broker that starts: time, CPU time, heap. */
public final class AgentStartComparison {
    private static final Measure START = new Measure("start-up", "ms", 0);
    private static final Measure CPU = new Measure("CPU of the start", "ms", 0);
    private static final Measure HEAP = new Measure("live heap of the broker", "MB", 1);
    private static final double MOST_MILLIS = 300;
    private static final double MOST_MEGABYTES = 15;

    private final int partitions;
    private final int starts;
    private final int heaps;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    /** Looks at the heap after the first starts only, because that takes longer than a start. */
    public AgentStartComparison(int partitions, int starts, int heaps, Path folder, Consumer<String> progress) {
        this.partitions = partitions;
        this.starts = starts;
        this.heaps = heaps;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "agent-start",
                partitions + " partitions; " + starts + " starts of each in turns; -Xmx" + Side.HEAP + " "
                        + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        progress.accept("starting two brokers of " + partitions + " partitions");
        try (Side with = Side.start(true, partitions, folder.resolve("with"));
                Side without = Side.start(false, partitions, folder.resolve("without"))) {
            with.stop();
            without.stop();
            for (int start = 1; start <= starts; start++) {
                boolean agentFirst = start % 2 == 0;
                start(agentFirst ? with : without, start);
                start(agentFirst ? without : with, start);
            }
            conclude(with.name(), without.name());
        }
        return report;
    }

    /** Alone: the other one rests. */
    private void start(Side side, int start) {
        double millis = side.startAgain() * 1e3;
        double cpu = Jvm.cpuSeconds(side.brokerPid()) * 1e3;
        report.add(side.name(), START, millis);
        report.add(side.name(), CPU, cpu);
        if (start <= heaps) {
            report.add(side.name(), HEAP, side.liveHeapMegabytes());
        }
        side.stop();
        progress.accept(
                String.format(Locale.ROOT, "start %d %s: %.0f ms, %.0f ms of CPU", start, side.name(), millis, cpu));
    }

    private void conclude(String with, String without) {
        String name = with + " - " + without;
        PairedDifference start = difference(with, without, START);
        difference(with, without, CPU);
        report.aimAtDifference(with, without, START, MOST_MILLIS);
        report.aimAtMost(
                START.name() + ": " + name + ", upper end of the 95 % interval",
                start.high(),
                MOST_MILLIS,
                START.unit());
        report.aimAtDifference(with, without, HEAP, MOST_MEGABYTES);
    }

    private PairedDifference difference(String with, String without, Measure measure) {
        PairedDifference difference = PairedDifference.of(report.runs(with, measure), report.runs(without, measure));
        String name = with + " - " + without;
        report.add(name, measure, difference.median());
        if (Double.isFinite(difference.low())) {
            report.add(name + ", 95 % interval from", measure, difference.low());
            report.add(name + ", 95 % interval to", measure, difference.high());
        }
        return difference;
    }
}
