package io.freshet.comparisons.lag;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.RunningJvm;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What it takes to look at the lag of many groups: requests to the brokers, CPU and memory, one watcher after the other. */
public final class LagComparison {
    private static final Measure REQUESTS = new Measure("requests of a look", "", 0);
    private static final Measure CPU = new Measure("CPU of a look", "ms", 0);
    private static final Measure OF_BROKERS = new Measure("CPU of the brokers for it", "ms", 0);
    private static final Measure SECONDS = new Measure("from one look to the next", "s", 1);
    private static final Measure HEAP = new Measure("live heap", "MB", 0);
    private static final double FEWER_REQUESTS = 10;
    private static final double LESS_CPU = 5;

    /** Each look begins with this, once for each broker. */
    private static final String FIRST = "ListGroups";

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final double MEGABYTE = 1024 * 1024;

    private final Settings settings;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    /**
     * How large, and how long.
     *
     * @param partitions to which each group has committed
     * @param interval from one look to the next, in seconds
     * @param warmUp looks that are not measured
     */
    public record Settings(int groups, int partitions, int rounds, int looks, int warmUp, int interval) {}

    public LagComparison(Settings settings, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "lag-cost",
                settings.groups + " groups with " + settings.partitions + " partitions each; " + WatchedCluster.BROKERS
                        + " brokers; " + settings.rounds + " rounds of " + settings.looks + " looks; -Xmx"
                        + Watcher.HEAP + " " + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        progress.accept("starting three brokers with " + settings.groups + " groups");
        try (WatchedCluster cluster = WatchedCluster.start(settings.partitions, folder);
                Traffic traffic = new Traffic(cluster, settings.groups, settings.partitions)) {
            traffic.start();
            List<Watcher> watchers = new ArrayList<>(Arrays.asList(Watcher.values()));
            for (int round = 1; round <= settings.rounds; round++) {
                double rest = rest(cluster);
                for (Watcher watcher : watchers) {
                    measure(cluster, traffic, watcher, rest, round);
                }
                Collections.rotate(watchers, 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        String ours = Watcher.FRESHET.title();
        String theirs = Watcher.POLLING.title();
        report.aimAtRatio(theirs, ours, REQUESTS, true, FEWER_REQUESTS);
        report.aimAtRatio(theirs, ours, CPU, true, LESS_CPU);
        return report;
    }

    /** CPU seconds per second of brokers at which nobody looks. */
    private double rest(WatchedCluster cluster) {
        long start = System.nanoTime();
        double before = cluster.cpuSeconds();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(settings.interval));
        return (cluster.cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9);
    }

    private void measure(WatchedCluster cluster, Traffic traffic, Watcher watcher, double rest, int round) {
        Path own = folder.resolve(watcher.name() + "-" + round);
        try (JavaProcess process = watcher.start(cluster.bootstrapServers(), settings.interval, own)) {
            awaitLooks(cluster, process, settings.warmUp + 1);
            Moment start = moment(cluster, traffic, process);
            awaitLooks(cluster, process, settings.looks);
            Moment end = moment(cluster, traffic, process);
            Map<String, Double> requests = each(start.requests, end.requests);
            double seconds = (end.nanos - start.nanos) / 1e9;
            double cpu = (end.cpu - start.cpu) / settings.looks * 1e3;
            String name = watcher.title();
            double all =
                    requests.values().stream().mapToDouble(Double::doubleValue).sum();
            report.add(name, REQUESTS, all);
            report.add(name, CPU, cpu);
            report.add(
                    name,
                    OF_BROKERS,
                    Math.max(0, end.ofBrokers - start.ofBrokers - rest * seconds) / settings.looks * 1e3);
            report.add(name, SECONDS, seconds / settings.looks);
            try (RunningJvm jvm = RunningJvm.attach(process.pid())) {
                report.add(name, HEAP, jvm.liveHeapBytes() / MEGABYTE);
            }
            progress.accept(String.format(
                    Locale.ROOT, "round %d: %s %.0f requests %s, %.0f ms of CPU", round, name, all, requests, cpu));
        }
    }

    /** Returns when the next look but so many has just begun. */
    private static void awaitLooks(WatchedCluster cluster, JavaProcess process, int looks) {
        double enough = listed(cluster) + looks * (double) WatchedCluster.BROKERS;
        Await.untilTrue(looks + " looks", PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("It has ended: " + process.logText());
            }
            return listed(cluster) >= enough;
        });
    }

    private static double listed(WatchedCluster cluster) {
        return cluster.requests().getOrDefault(FIRST, 0.0);
    }

    private Map<String, Double> each(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> each = new TreeMap<>();
        after.forEach((kind, count) -> {
            double more = (count - before.getOrDefault(kind, 0.0)) / settings.looks;
            if (more > 0) {
                each.put(kind, more);
            }
        });
        return each;
    }

    private static Moment moment(WatchedCluster cluster, Traffic traffic, JavaProcess process) {
        Map<String, Double> requests = cluster.requests();
        requests.merge("FindCoordinator", -traffic.coordinatorsAsked(), Double::sum);
        return new Moment(System.nanoTime(), requests, Jvm.cpuSeconds(process.pid()), cluster.cpuSeconds());
    }

    private record Moment(long nanos, Map<String, Double> requests, double cpu, double ofBrokers) {}
}
