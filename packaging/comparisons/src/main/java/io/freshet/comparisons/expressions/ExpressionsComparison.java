package io.freshet.comparisons.expressions;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link ExpressionsBenchmark} in JMH, one fork of each of its methods in turns. */
public final class ExpressionsComparison {

    private static final Measure TIME = new Measure("time", "ns", 1);
    private static final String PREDICATE = "Kafka's Filter by TopicNameMatches";
    private static final String ROUTER = "Kafka's RegexRouter";

    private final int rounds;
    private final int seconds;
    private final Pattern only;
    private final Consumer<String> progress;
    private final Report report;

    /**
     * Prepares a comparison.
     *
     * @param seconds how long each fork warms up, and how long it then measures
     * @param only the names of those that are measured
     */
    public ExpressionsComparison(int rounds, int seconds, Pattern only, Consumer<String> progress) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.only = only;
        this.progress = progress;
        this.report = new Report(
                "expressions",
                rounds + " forks, each " + seconds + " s to warm up and " + seconds + " s measured; "
                        + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        Map<String, String> methods = methods();
        methods.values().removeIf(name -> !only.matcher(name).find());
        List<String> order = new ArrayList<>(methods.keySet());
        for (int round = 1; round <= rounds; round++) {
            for (String method : order) {
                measure(method, String.valueOf(methods.get(method)), round);
            }
            Collections.rotate(order, 1);
        }
        Collection<String> measured = methods.values();
        for (String kind : List.of("map", "struct")) {
            aim(measured, "Filter, " + kind, "Debezium's Filter in Groovy, " + kind, 1.0);
            aim(measured, "Filter, " + kind, PREDICATE, 1.5);
            aim(measured, "Derive, " + kind, "Kafka's InsertField, " + kind, 1.5);
        }
        aim(measured, "Route, map", ROUTER, 1.5);
        return report;
    }

    private void aim(Collection<String> measured, String ours, String other, double bound) {
        if (measured.contains(ours) && measured.contains(other)) {
            report.aimAtRatio(ours, other, TIME, false, bound);
        }
    }

    private static Map<String, String> methods() {
        Map<String, String> methods = new LinkedHashMap<>();
        methods.put("filterMap", "Filter, map");
        methods.put("filterStruct", "Filter, struct");
        methods.put("scriptedMap", "Debezium's Filter in Groovy, map");
        methods.put("scriptedStruct", "Debezium's Filter in Groovy, struct");
        methods.put("predicate", PREDICATE);
        methods.put("deriveMap", "Derive, map");
        methods.put("deriveStruct", "Derive, struct");
        methods.put("insertMap", "Kafka's InsertField, map");
        methods.put("insertStruct", "Kafka's InsertField, struct");
        methods.put("route", "Route, map");
        methods.put("router", ROUTER);
        return methods;
    }

    private void measure(String method, String contestant, int round) {
        Options options = new OptionsBuilder()
                .include(ExpressionsBenchmark.class.getName() + "\\." + method + "$")
                .forks(1)
                .warmupIterations(seconds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs(jvmArgs())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            double nanos = new Runner(options).runSingle().getPrimaryResult().getScore();
            report.add(contestant, TIME, nanos);
            progress.accept(String.format(Locale.ROOT, "round %d: %s %.1f ns", round, contestant, nanos));
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH has failed on " + method, e);
        }
    }

    private static String[] jvmArgs() {
        List<String> arguments = new ArrayList<>(List.of(Jvm.flags()));
        arguments.add("-Xmx1g");
        return arguments.toArray(String[]::new);
    }
}
