package io.freshet.comparisons.apply;

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

/** Runs {@link TimesBenchmark} in JMH, one fork of each of its methods in turns. */
public final class TimesComparison {
    private static final Measure TIME = new Measure("time", "ns", 1);
    private static final String FILTER = "Kafka's Filter with TopicNameMatches";

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
    public TimesComparison(int rounds, int seconds, Pattern only, Consumer<String> progress) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.only = only;
        this.progress = progress;
        this.report = new Report(
                "times-apply",
                rounds + " forks, each " + seconds + " s to warm up and " + seconds + " s measured; "
                        + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        Map<String, String> methods = new LinkedHashMap<>();
        methods.put("eventTimeMap", "EventTime, number, map");
        methods.put("converterMap", "Kafka's TimestampConverter, number, map");
        methods.put("eventTimeStruct", "EventTime, number, struct");
        methods.put("converterStruct", "Kafka's TimestampConverter, number, struct");
        methods.put("eventTimeText", "EventTime, text, map");
        methods.put("converterText", "Kafka's TimestampConverter, text, map");
        methods.put("eventTimeField", "EventTime and a field, struct");
        methods.put("insertField", "Kafka's InsertField, struct");
        methods.put("late", "LateEvents");
        methods.put("deduplicate", "Deduplicate");
        methods.put("filter", FILTER);
        methods.values().removeIf(name -> !only.matcher(name).find());
        List<String> order = new ArrayList<>(methods.keySet());
        for (int round = 1; round <= rounds; round++) {
            for (String method : order) {
                measure(method, String.valueOf(methods.get(method)), round);
            }
            Collections.rotate(order, 1);
        }
        Collection<String> measured = methods.values();
        for (String kind : List.of("number, map", "number, struct", "text, map")) {
            aim(measured, "EventTime, " + kind, "Kafka's TimestampConverter, " + kind);
        }
        aim(measured, "EventTime and a field, struct", "Kafka's InsertField, struct");
        aim(measured, "LateEvents", FILTER);
        aim(measured, "Deduplicate", FILTER);
        return report;
    }

    private void aim(Collection<String> measured, String ours, String kafkas) {
        if (measured.contains(ours) && measured.contains(kafkas)) {
            report.aimAtRatio(ours, kafkas, TIME, false, 1.5);
        }
    }

    private void measure(String method, String contestant, int round) {
        Options options = new OptionsBuilder()
                .include(TimesBenchmark.class.getName() + "\\." + method + "$")
                .forks(1)
                .warmupIterations(seconds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs(Jvm.flags())
                .jvmArgsAppend("-Xmx512m")
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
}
