package io.freshet.comparisons.lag;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.RunningJvm;
import io.freshet.comparisons.process.ThreadTimes;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What it takes to look at the lag of many groups, as those do who look for days: after a warm-up, so many looks; requests to the
 * brokers, CPU and memory of each watcher, one after the other.
 */
public final class LagComparison {
    private static final Measure REQUESTS = new Measure("requests of a look", "", 0);
    private static final Measure CPU = new Measure("CPU of a look", "ms", 0);
    private static final Measure COMPILER = new Measure("of which still compiling", "ms", 0);
    private static final Measure COLD = new Measure("CPU of the start and the first look", "ms", 0);
    private static final Measure OF_BROKERS = new Measure("CPU of the brokers for a look", "ms", 0);
    private static final Measure SECONDS = new Measure("from one look to the next", "s", 1);
    private static final Measure HEAP = new Measure("live heap", "MB", 0);
    private static final double FEWER_REQUESTS = 10;
    private static final double LESS_CPU = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final long BETWEEN_QUESTIONS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final double MEGABYTE = 1024 * 1024;
    private static final double MILLIS_PER_TICK = 10;

    private final Settings settings;
    private final Pattern only;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    /**
     * How large, and how long.
     *
     * @param partitions to which each group has committed
     * @param looks that are measured
     * @param warmUp for how long each watcher looks before, in seconds
     * @param interval from one look to the next, in seconds
     */
    public record Settings(int groups, int partitions, int rounds, int looks, int warmUp, int interval) {}

    public LagComparison(Settings settings, Pattern only, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.only = only;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "lag-cost",
                settings.groups + " groups with " + settings.partitions + " partitions each; " + WatchedCluster.BROKERS
                        + " brokers; " + settings.rounds + " rounds of " + settings.looks + " looks after "
                        + settings.warmUp + " s of looks to warm up; -Xmx" + Watcher.HEAP + " "
                        + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        progress.accept("starting three brokers with " + settings.groups + " groups");
        try (WatchedCluster cluster = WatchedCluster.start(settings.partitions, folder);
                Traffic traffic = new Traffic(cluster, settings.groups, settings.partitions)) {
            traffic.start();
            List<Watcher> watchers = new ArrayList<>(Arrays.asList(Watcher.values()));
            watchers.removeIf(watcher -> !only.matcher(watcher.title()).find());
            for (int round = 1; round <= settings.rounds; round++) {
                Map<String, Span> spans = new LinkedHashMap<>();
                for (Watcher watcher : watchers) {
                    spans.put(watcher.title(), measure(cluster, watcher, round));
                }
                // Last, when the brokers themselves have warmed up.
                double rest = rest(cluster);
                spans.forEach((name, span) -> add(name, span, rest));
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
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(4L * settings.interval));
        return (cluster.cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9);
    }

    private Span measure(WatchedCluster cluster, Watcher watcher, int round) {
        Path own = folder.resolve(watcher.name() + "-" + round);
        int before = cluster.timesListed();
        try (JavaProcess process = watcher.start(cluster.watchersServers(), settings.interval, own)) {
            String name = watcher.title();
            long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.warmUp);
            awaitLook(cluster, process, before + 2);
            report.add(name, COLD, Jvm.cpuSeconds(process.pid()) * 1e3);
            LockSupport.parkNanos(warm - System.nanoTime());
            int first = Math.max(cluster.timesListed(), before + 2) + 1;
            awaitLook(cluster, process, first);
            Moment start = moment(cluster, process);
            awaitLook(cluster, process, first + settings.looks);
            Moment end = moment(cluster, process);
            try (RunningJvm jvm = RunningJvm.attach(process.pid())) {
                report.add(name, HEAP, jvm.liveHeapBytes() / MEGABYTE);
            }
            progress.accept(String.format(
                    Locale.ROOT,
                    "round %d: %s: %.0f requests, of them %s; %.0f ms of CPU",
                    round,
                    name,
                    (end.requests - start.requests) / settings.looks,
                    byKind(start, end),
                    (end.cpu - start.cpu) / settings.looks * 1e3));
            return new Span(start, end);
        }
    }

    private void add(String name, Span span, double rest) {
        Moment start = span.start;
        Moment end = span.end;
        double seconds = (end.nanos - start.nanos) / 1e9;
        report.add(name, REQUESTS, (end.requests - start.requests) / settings.looks);
        report.add(name, CPU, (end.cpu - start.cpu) / settings.looks * 1e3);
        double compiler = end.threads.since(start.threads).compiler() * MILLIS_PER_TICK;
        report.add(name, COMPILER, compiler / settings.looks);
        report.add(
                name, OF_BROKERS, Math.max(0, end.ofBrokers - start.ofBrokers - rest * seconds) / settings.looks * 1e3);
        report.add(name, SECONDS, seconds / settings.looks);
    }

    /** Returns when this look has just begun, as counted by a broker. */
    private static void awaitLook(WatchedCluster cluster, JavaProcess process, int look) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.timesListed() < look) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IllegalStateException("Waited in vain for a look: " + process.logText());
            }
            LockSupport.parkNanos(BETWEEN_QUESTIONS);
        }
    }

    private Map<String, Double> byKind(Moment before, Moment after) {
        Map<String, Double> each = new TreeMap<>();
        after.byKind.forEach((kind, count) -> {
            double more = (count - before.byKind.getOrDefault(kind, 0.0)) / settings.looks;
            if (more > 0) {
                each.put(kind, more);
            }
        });
        return each;
    }

    private static Moment moment(WatchedCluster cluster, JavaProcess process) {
        return new Moment(
                System.nanoTime(),
                cluster.requests(),
                cluster.requestsByKind(),
                Jvm.cpuSeconds(process.pid()),
                ThreadTimes.of(process.pid()),
                cluster.cpuSeconds());
    }

    private record Span(Moment start, Moment end) {}

    private record Moment(
            long nanos,
            double requests,
            Map<String, Double> byKind,
            double cpu,
            ThreadTimes threads,
            double ofBrokers) {}
}
