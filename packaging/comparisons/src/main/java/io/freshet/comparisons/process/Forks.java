package io.freshet.comparisons.process;

import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the methods of a benchmark in JMH, one fork of each in turns, another first in each round. */
public final class Forks {

    /** What a call takes. */
    public static final Measure TIME = new Measure("time", "ns", 1);

    /** What a call allocates, where that is asked for. */
    public static final Measure ALLOCATION = new Measure("allocation", "bytes", 0);

    private static final String ALLOCATION_PROFILE = "gc.alloc.rate.norm";

    private final Class<?> benchmark;
    private final int rounds;
    private final int seconds;
    private final Consumer<String> progress;
    private final Report report;
    private final Map<String, String> methods = new LinkedHashMap<>();
    private final List<String> jvmArgs = new ArrayList<>(List.of(Jvm.flags()));
    private boolean allocation;

    /**
     * Prepares them.
     *
     * @param comparison what the report is called
     * @param seconds how long each fork warms up, and how long it then measures
     */
    public Forks(String comparison, Class<?> benchmark, int rounds, int seconds, Consumer<String> progress) {
        this.benchmark = benchmark;
        this.rounds = rounds;
        this.seconds = seconds;
        this.progress = progress;
        this.report = new Report(
                comparison,
                rounds + " forks, each " + seconds + " s to warm up and " + seconds + " s measured; "
                        + String.join(" ", Jvm.flags()));
    }

    /** Adds a method, by the name that it has in the report. */
    public Forks add(String method, String contestant) {
        methods.put(method, contestant);
        return this;
    }

    /** Leaves out those whose name in the report does not fit. */
    public Forks only(Pattern names) {
        methods.values().removeIf(name -> !names.matcher(name).find());
        return this;
    }

    /** Adds arguments of the forks' JVMs. */
    public Forks jvmArgs(String... arguments) {
        jvmArgs.addAll(List.of(arguments));
        return this;
    }

    /** Measures what is allocated, too. */
    public Forks allocation() {
        allocation = true;
        return this;
    }

    /** Runs all. */
    public Forks run() {
        List<String> order = new ArrayList<>(methods.keySet());
        for (int round = 1; round <= rounds; round++) {
            for (String method : order) {
                measure(method, Objects.requireNonNull(methods.get(method)), round);
            }
            Collections.rotate(order, 1);
        }
        return this;
    }

    /** Says how many times the time of another one of ours may be, if both were measured. */
    public Forks aim(String ours, String other, double bound) {
        if (methods.containsValue(ours) && methods.containsValue(other)) {
            report.aimAtRatio(ours, other, TIME, false, bound);
        }
        return this;
    }

    /** Returns what was measured. */
    public Report report() {
        return report;
    }

    private void measure(String method, String contestant, int round) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName() + "\\." + method + "$")
                .forks(1)
                .warmupIterations(seconds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs(jvmArgs.toArray(String[]::new))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (allocation) {
            options.addProfiler(GCProfiler.class);
        }
        try {
            RunResult result = new Runner(options.build()).runSingle();
            double nanos = result.getPrimaryResult().getScore();
            report.add(contestant, TIME, nanos);
            if (allocation) {
                report.add(
                        contestant,
                        ALLOCATION,
                        Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION_PROFILE))
                                .getScore());
            }
            progress.accept(String.format(Locale.ROOT, "round %d: %s %.1f ns", round, contestant, nanos));
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH has failed on " + method, e);
        }
    }
}
