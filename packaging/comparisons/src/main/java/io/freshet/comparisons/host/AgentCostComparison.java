package io.freshet.comparisons.host;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.ThreadTimes;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.PairedRatio;
import io.freshet.comparisons.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What the agent costs a broker and its clients: start-up, heap, CPU at rest, throughput under load. */
public final class AgentCostComparison {
    private static final Measure START = new Measure("start-up", "ms", 0);
    private static final Measure HEAP = new Measure("live heap of the broker", "MB", 1);
    private static final Measure THREADS = new Measure("the agent's threads", "% of a core", 3);
    private static final Measure CPU = new Measure("broker at rest", "% of a core", 2);
    private static final Measure PRODUCED = new Measure("produced per second", "", 0);
    private static final Measure CONSUMED = new Measure("consumed per second", "", 0);
    private static final double MOST_MILLIS = 300;
    private static final double MOST_MEGABYTES = 15;
    private static final double MOST_CPU = 0.5;
    private static final double LEAST_THROUGHPUT = 0.97;
    private static final int SCRAPES_AT_REST = 4;

    private final int partitions;
    private final int starts;
    private final int pairs;
    private final int seconds;
    private final int betweenScrapes;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    public AgentCostComparison(
            int partitions,
            int starts,
            int pairs,
            int seconds,
            int betweenScrapes,
            Path folder,
            Consumer<String> progress) {
        this.partitions = partitions;
        this.starts = starts;
        this.pairs = pairs;
        this.seconds = seconds;
        this.betweenScrapes = betweenScrapes;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "agent-cost",
                partitions + " partitions; " + starts + " starts; " + pairs + " pairs of " + seconds
                        + " s producing and " + seconds + " s consuming; a scrape every " + betweenScrapes
                        + " s; -Xmx" + Side.HEAP + " " + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        progress.accept("starting two brokers of " + partitions + " partitions");
        try (Side with = Side.start(true, partitions, folder.resolve("with"));
                Side without = Side.start(false, partitions, folder.resolve("without"))) {
            restart(with, without);
            with.warmUp();
            rest(with, without);
            load(with, without);
        }
        return report;
    }

    private void restart(Side with, Side without) {
        for (int start = 1; start <= starts; start++) {
            for (Side side : inTurns(with, without, start)) {
                double millis = side.restart() * 1e3;
                double megabytes = side.liveHeapMegabytes();
                report.add(side.name(), START, millis);
                report.add(side.name(), HEAP, megabytes);
                progress.accept(String.format(
                        Locale.ROOT, "start %d %s: %.0f ms, %.1f MB", start, side.name(), millis, megabytes));
            }
        }
        report.aimAtDifference(with.name(), without.name(), START, MOST_MILLIS);
        report.aimAtDifference(with.name(), without.name(), HEAP, MOST_MEGABYTES);
    }

    /** Both at once, for as long as the agent is scraped a few times. */
    private void rest(Side with, Side without) {
        for (int i = 0; i < SCRAPES_AT_REST; i++) {
            long start = System.nanoTime();
            double threads = ThreadTimes.secondsOf(with.brokerPid(), "freshet-agent");
            double cpuWith = Jvm.cpuSeconds(with.brokerPid());
            double cpuWithout = Jvm.cpuSeconds(without.brokerPid());
            with.scrape();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(betweenScrapes) - (System.nanoTime() - start));
            double percent = 100 / ((System.nanoTime() - start) / 1e9);
            report.add(
                    with.name(),
                    THREADS,
                    (ThreadTimes.secondsOf(with.brokerPid(), "freshet-agent") - threads) * percent);
            report.add(with.name(), CPU, (Jvm.cpuSeconds(with.brokerPid()) - cpuWith) * percent);
            report.add(without.name(), CPU, (Jvm.cpuSeconds(without.brokerPid()) - cpuWithout) * percent);
        }
        report.aimAtValue(with.name(), THREADS, MOST_CPU);
        report.aimAtDifference(with.name(), without.name(), CPU, MOST_CPU);
    }

    private void load(Side with, Side without) {
        try (ClientConnection agented = with.connectClient();
                ClientConnection plain = without.connectClient();
                Scraper scraper = Scraper.every(betweenScrapes, with)) {
            scraper.start();
            run(with, agented, "warm-up");
            run(without, plain, "warm-up");
            for (int pair = 1; pair <= pairs; pair++) {
                for (Side side : inTurns(with, without, pair)) {
                    Rates rates = run(side, side.hasAgent() ? agented : plain, "pair-" + pair);
                    report.add(side.name(), PRODUCED, rates.produced);
                    report.add(side.name(), CONSUMED, rates.consumed);
                    progress.accept(String.format(
                            Locale.ROOT,
                            "pair %d %s: %,.0f produced, %,.0f consumed per second",
                            pair,
                            side.name(),
                            rates.produced,
                            rates.consumed));
                }
            }
            scraper.end();
        }
        interval(with, without, PRODUCED);
        interval(with, without, CONSUMED);
    }

    private record Rates(double produced, double consumed) {}

    private Rates run(Side side, ClientConnection client, String topic) {
        side.createTopic(topic);
        double produced = client.produce(topic, seconds);
        double consumed = client.consume(topic, seconds);
        side.deleteTopic(topic);
        return new Rates(produced, consumed);
    }

    private void interval(Side with, Side without, Measure measure) {
        PairedRatio ratio = PairedRatio.of(report.runs(with.name(), measure), report.runs(without.name(), measure));
        String name = with.name() + " / " + without.name();
        report.add(name, measure, ratio.mean());
        report.aimAtLeast(
                measure.name() + ": " + name + ", lower end of the 95 % interval", ratio.low(), LEAST_THROUGHPUT, "x");
    }

    /** Now the one first, now the other. */
    private static List<Side> inTurns(Side with, Side without, int turn) {
        return turn % 2 == 0 ? List.of(with, without) : List.of(without, with);
    }
}
