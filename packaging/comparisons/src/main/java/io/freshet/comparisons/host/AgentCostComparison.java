package io.freshet.comparisons.host;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.ThreadTimes;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.PairedRatio;
import io.freshet.comparisons.report.Report;
import io.freshet.local.Folders;
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
    private static final String WITH = Side.name(true);
    private static final String WITHOUT = Side.name(false);
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
                partitions + " partitions; " + pairs + " pairs of fresh processes, " + seconds + " s producing and "
                        + seconds
                        + " s consuming of each after " + warmUp + " s of each to warm up; a scrape every "
                        + betweenScrapes
                        + " s; -Xmx" + Side.HEAP + " " + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        for (int pair = 1; pair <= pairs; pair++) {
            Path place = folder.resolve("pair-" + pair);
            progress.accept("pair " + pair + ": starting two brokers of " + partitions + " partitions");
            try (Side with = Side.start(true, partitions, place.resolve("with"));
                    Side without = Side.start(false, partitions, place.resolve("without"))) {
                with.warmUp();
                if (pair == 1) {
                    rest(with, without);
                }
                load(pair, with, without);
            }
            Folders.delete(place);
        }
        aimAtThroughput();
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

    private void load(int pair, Side with, Side without) {
        try (SideAtWork agented = new SideAtWork(with, betweenScrapes);
                SideAtWork plain = new SideAtWork(without, betweenScrapes)) {
            boolean agentFirst = pair % 2 == 0;
            SideAtWork first = agentFirst ? agented : plain;
            SideAtWork second = agentFirst ? plain : agented;
            run("warm-up", warmUp, first, second);
            List<Share> shares = run("measured", seconds, first, second);
            Share ofAgented = shares.get(agentFirst ? 0 : 1);
            Share ofPlain = shares.get(agentFirst ? 1 : 0);
            add(with.name(), ofAgented);
            add(without.name(), ofPlain);
            progress.accept(String.format(
                    Locale.ROOT,
                    "pair %d: with / without: %.3f produced, %.3f consumed, CPU %.3f and %.3f",
                    pair,
                    ofAgented.produced.perSecond() / ofPlain.produced.perSecond(),
                    ofAgented.consumed.perSecond() / ofPlain.consumed.perSecond(),
                    ofAgented.produced.cpuSecondsPerMillion() / ofPlain.produced.cpuSecondsPerMillion(),
                    ofAgented.consumed.cpuSecondsPerMillion() / ofPlain.consumed.cpuSecondsPerMillion()));
        }
    }

    private void aimAtThroughput() {
        for (Measure measure : List.of(PRODUCED, CONSUMED)) {
            PairedRatio ratio = ratio(measure);
            report.aimAtLeast(
                    measure.name() + ": " + WITH + " / " + WITHOUT + ", lower end of the 95 % interval",
                    ratio.low(),
                    LEAST_THROUGHPUT,
                    "x");
        }
        ratio(PRODUCED_CPU);
        ratio(CONSUMED_CPU);
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

    private PairedRatio ratio(Measure measure) {
        PairedRatio ratio = PairedRatio.of(report.runs(WITH, measure), report.runs(WITHOUT, measure));
        String name = WITH + " / " + WITHOUT;
        report.add(name, measure, ratio.mean());
        report.add(name + ", 95 % interval from", measure, ratio.low());
        report.add(name + ", 95 % interval to", measure, ratio.high());
        return ratio;
    }
}
