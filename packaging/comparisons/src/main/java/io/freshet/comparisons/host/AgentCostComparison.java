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

/** What the agent costs a broker and its clients: CPU at rest, throughput under load. */
public final class AgentCostComparison {
    private static final Measure THREADS = new Measure("the agent's threads", "% of a core", 3);
    private static final Measure CPU = new Measure("broker at rest", "% of a core", 2);
    private static final Measure PRODUCED = new Measure("produced per second", "", 0);
    private static final Measure CONSUMED = new Measure("consumed per second", "", 0);
    private static final Measure PRODUCED_CPU = new Measure("CPU of a million produced", "s", 2);
    private static final Measure CONSUMED_CPU = new Measure("CPU of a million consumed", "s", 2);
    private static final double MOST_CPU = 0.5;
    private static final double LEAST_THROUGHPUT = 0.97;
    private static final int SCRAPES_AT_REST = 4;
    private static final double TURN_SECONDS = 1;

    private final int partitions;
    private final int pairs;
    private final int seconds;
    private final int warmUp;
    private final int betweenScrapes;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    public AgentCostComparison(
            int partitions,
            int pairs,
            int seconds,
            int warmUp,
            int betweenScrapes,
            Path folder,
            Consumer<String> progress) {
        this.partitions = partitions;
        this.pairs = pairs;
        this.seconds = seconds;
        this.warmUp = warmUp;
        this.betweenScrapes = betweenScrapes;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "agent-cost",
                partitions + " partitions; " + pairs + " pairs of " + seconds + " s producing and " + seconds
                        + " s consuming, after " + warmUp + " s to warm up; a scrape every " + betweenScrapes
                        + " s; -Xmx" + Side.HEAP + " " + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        progress.accept("starting two brokers of " + partitions + " partitions");
        try (Side with = Side.start(true, partitions, folder.resolve("with"));
                Side without = Side.start(false, partitions, folder.resolve("without"))) {
            with.warmUp();
            rest(with, without);
            load(with, without);
        }
        return report;
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
        try (SideAtWork agented = new SideAtWork(with, betweenScrapes);
                SideAtWork plain = new SideAtWork(without, betweenScrapes)) {
            run("warm-up", warmUp, agented, plain);
            for (int pair = 1; pair <= pairs; pair++) {
                boolean agentFirst = pair % 2 == 0;
                List<Share> shares =
                        run("pair-" + pair, seconds, agentFirst ? agented : plain, agentFirst ? plain : agented);
                Share ofAgented = shares.get(agentFirst ? 0 : 1);
                Share ofPlain = shares.get(agentFirst ? 1 : 0);
                add(with.name(), ofAgented);
                add(without.name(), ofPlain);
                progress.accept(String.format(
                        Locale.ROOT,
                        "pair %d: with / without: %.3f produced, %.3f consumed",
                        pair,
                        ofAgented.produced.perSecond() / ofPlain.produced.perSecond(),
                        ofAgented.consumed.perSecond() / ofPlain.consumed.perSecond()));
            }
        }
        for (Measure measure : List.of(PRODUCED, CONSUMED)) {
            PairedRatio ratio = ratio(with, without, measure);
            report.aimAtLeast(
                    measure.name() + ": " + with.name() + " / " + without.name() + ", lower end of the 95 % interval",
                    ratio.low(),
                    LEAST_THROUGHPUT,
                    "x");
        }
        ratio(with, without, PRODUCED_CPU);
        ratio(with, without, CONSUMED_CPU);
    }

    /** What one side has done in a pair. */
    private record Share(Work produced, Work consumed) {}

    /** Of the one that begins, then of the other. */
    private static List<Share> run(String topic, int seconds, SideAtWork first, SideAtWork second) {
        first.side().createTopic(topic);
        second.side().createTopic(topic);
        List<Work> produced = inTurns(ClientConnection.Kind.PRODUCE, topic, seconds, first, second);
        List<Work> consumed = inTurns(ClientConnection.Kind.CONSUME, topic, seconds, first, second);
        first.side().deleteTopic(topic);
        second.side().deleteTopic(topic);
        return List.of(new Share(produced.get(0), consumed.get(0)), new Share(produced.get(1), consumed.get(1)));
    }

    /** Short turns, the one, the other, the other, the one: what changes slowly on the machine does the same to both. */
    private static List<Work> inTurns(
            ClientConnection.Kind kind, String topic, int seconds, SideAtWork first, SideAtWork second) {
        Work ofFirst = Work.NONE;
        Work ofSecond = Work.NONE;
        for (int turn = 0; turn < seconds; turn++) {
            if (turn % 2 == 0) {
                ofFirst = ofFirst.plus(first.work(kind, topic, TURN_SECONDS));
                ofSecond = ofSecond.plus(second.work(kind, topic, TURN_SECONDS));
            } else {
                ofSecond = ofSecond.plus(second.work(kind, topic, TURN_SECONDS));
                ofFirst = ofFirst.plus(first.work(kind, topic, TURN_SECONDS));
            }
        }
        return List.of(ofFirst, ofSecond);
    }

    private void add(String name, Share share) {
        report.add(name, PRODUCED, share.produced.perSecond());
        report.add(name, CONSUMED, share.consumed.perSecond());
        report.add(name, PRODUCED_CPU, share.produced.cpuSecondsPerMillion());
        report.add(name, CONSUMED_CPU, share.consumed.cpuSecondsPerMillion());
    }

    private PairedRatio ratio(Side with, Side without, Measure measure) {
        PairedRatio ratio = PairedRatio.of(report.runs(with.name(), measure), report.runs(without.name(), measure));
        String name = with.name() + " / " + without.name();
        report.add(name, measure, ratio.mean());
        report.add(name + ", 95 % interval from", measure, ratio.low());
        report.add(name + ", 95 % interval to", measure, ratio.high());
        return ratio;
    }
}
