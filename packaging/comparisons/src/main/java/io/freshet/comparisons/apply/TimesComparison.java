package io.freshet.comparisons.apply;

import io.freshet.comparisons.process.Forks;
import io.freshet.comparisons.report.Report;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Runs {@link TimesBenchmark}. */
public final class TimesComparison {
    private static final String FILTER = "Kafka's Filter with TopicNameMatches";
    private static final String BY_HAND = "putIfAbsent in Caffeine";

    private final Forks forks;

    /**
     * Prepares a comparison.
     *
     * @param seconds how long each fork warms up, and how long it then measures
     * @param only the names of those that are measured
     */
    public TimesComparison(int rounds, int seconds, Pattern only, Consumer<String> progress) {
        forks = new Forks("times-apply", TimesBenchmark.class, rounds, seconds, progress)
                .add("eventTimeMap", "EventTime, number, map")
                .add("converterMap", "Kafka's TimestampConverter, number, map")
                .add("eventTimeStruct", "EventTime, number, struct")
                .add("converterStruct", "Kafka's TimestampConverter, number, struct")
                .add("eventTimeText", "EventTime, text, map")
                .add("converterText", "Kafka's TimestampConverter, text, map")
                .add("eventTimeField", "EventTime and a field, struct")
                .add("insertField", "Kafka's InsertField, struct")
                .add("late", "LateEvents")
                .add("deduplicate", "Deduplicate")
                .add("putIfAbsent", BY_HAND)
                .add("filter", FILTER)
                .only(only)
                .jvmArgs("-Xmx512m");
    }

    public Report run() {
        forks.run();
        for (String kind : List.of("number, map", "number, struct", "text, map")) {
            forks.aim("EventTime, " + kind, "Kafka's TimestampConverter, " + kind, 1.5);
        }
        return forks.aim("EventTime and a field, struct", "Kafka's InsertField, struct", 1.5)
                .aim("LateEvents", FILTER, 1.5)
                .aim("Deduplicate", FILTER, 1.5)
                .aim("Deduplicate", BY_HAND, 1.5)
                .report();
    }
}
