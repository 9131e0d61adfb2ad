package io.freshet.comparisons.expressions;

import io.freshet.comparisons.process.Forks;
import io.freshet.comparisons.report.Report;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Runs {@link ExpressionsBenchmark}. */
public final class ExpressionsComparison {

    private static final String PREDICATE = "Kafka's Filter by TopicNameMatches";
    private static final String ROUTER = "Kafka's RegexRouter";

    private final Forks forks;

    /**
     * Prepares a comparison.
     *
     * @param seconds how long each fork warms up, and how long it then measures
     * @param only the names of those that are measured
     */
    public ExpressionsComparison(int rounds, int seconds, Pattern only, Consumer<String> progress) {
        forks = new Forks("expressions", ExpressionsBenchmark.class, rounds, seconds, progress)
                .add("filterMap", "Filter, map")
                .add("filterStruct", "Filter, struct")
                .add("scriptedMap", "Debezium's Filter in Groovy, map")
                .add("scriptedStruct", "Debezium's Filter in Groovy, struct")
                .add("predicate", PREDICATE)
                .add("deriveMap", "Derive, map")
                .add("deriveStruct", "Derive, struct")
                .add("insertMap", "Kafka's InsertField, map")
                .add("insertStruct", "Kafka's InsertField, struct")
                .add("route", "Route, map")
                .add("router", ROUTER)
                .only(only)
                .jvmArgs("-Xmx1g");
    }

    public Report run() {
        forks.run();
        for (String kind : List.of("map", "struct")) {
            forks.aim("Filter, " + kind, "Debezium's Filter in Groovy, " + kind, 1.0)
                    .aim("Filter, " + kind, PREDICATE, 1.5)
                    .aim("Derive, " + kind, "Kafka's InsertField, " + kind, 1.5);
        }
        return forks.aim("Route, map", ROUTER, 1.5).report();
    }
}
