package io.freshet.agent.health;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** Counts what the agent does and what it fails at, for its own series. */
public final class AgentHealth implements SeriesTable.RefusalListener {
    private static final double NANOSECOND = 1e-9;

    /** Where in the agent something has failed. */
    public enum Stage {
        HOOKS,
        COLLECT,
        READ,
        EXPOSE
    }

    private final AgentLog log;
    private final Map<Stage, LongAdder> failures = new EnumMap<>(Stage.class);
    private final Map<SeriesTable.Refusal, LongAdder> refusals = new EnumMap<>(SeriesTable.Refusal.class);
    private final LongAdder unsupported = new LongAdder();
    private final LongAdder scrapes = new LongAdder();
    private final LongAdder scrapeNanoseconds = new LongAdder();

    public AgentHealth(AgentLog log) {
        this.log = log;
        for (Stage stage : Stage.values()) {
            failures.put(stage, new LongAdder());
        }
        for (SeriesTable.Refusal reason : SeriesTable.Refusal.values()) {
            refusals.put(reason, new LongAdder());
        }
    }

    /** Counts a failure; the first of its kind is logged. */
    public void failed(Stage stage, String what, Throwable failure) {
        counter(failures, stage).increment();
        String kind = stage + failure.getClass().getName();
        log.sayOnce(kind, what + ": " + failure + " (said once; see freshet_agent_errors_total)");
    }

    /** Says what the operator should know. */
    public void say(String message) {
        log.say(message);
    }

    @Override
    public void refused(SeriesPlan plan, SeriesTable.Refusal reason) {
        counter(refusals, reason).increment();
    }

    @Override
    public void shed(FamilyName family, int series) {
        counter(refusals, SeriesTable.Refusal.BUDGET).add(series);
        log.sayOnce("shed " + family, "series.max is reached: " + family + " is left out, with " + series + " series");
    }

    /** Counts something of the host's own that is there already. */
    public void duplicate() {
        counter(refusals, SeriesTable.Refusal.DUPLICATE).increment();
    }

    /** Counts a metric whose value is neither a number nor a text. */
    public void unsupported() {
        unsupported.increment();
    }

    public void scraped(long nanoseconds) {
        scrapes.increment();
        scrapeNanoseconds.add(nanoseconds);
    }

    /** The agent's own series. */
    public List<SeriesPlan> series(String version) {
        List<SeriesPlan> plans = new ArrayList<>();
        plans.add(SeriesPlan.number(
                new FamilyName("freshet_agent_info", FamilyType.GAUGE),
                "The version of the agent.",
                "",
                List.of(new Label("version", version)),
                () -> 1));
        failures.forEach((stage, count) -> plans.add(counter(
                "freshet_agent_errors_total",
                "Failures inside the agent, which the host does not notice, by the stage that failed.",
                "stage",
                stage,
                count::sum)));
        refusals.forEach((reason, count) -> plans.add(dropped(reason, count)));
        plans.add(dropped(Unsupported.UNSUPPORTED, unsupported));
        plans.add(SeriesPlan.distribution(
                new FamilyName("freshet_agent_scrape_duration_seconds", FamilyType.SUMMARY),
                "Time spent on reading and writing all series, scrape by scrape.",
                "seconds",
                List.of(),
                new ScrapeDurations()));
        return plans;
    }

    /** One series per hook: whether it is in place. */
    public static SeriesPlan hook(String hook, IntSupplier classes) {
        return SeriesPlan.number(
                new FamilyName("freshet_agent_hook_applied", FamilyType.GAUGE),
                "Whether the hook is woven into Kafka's classes: 1 yes, 0 not (yet), because this process has not loaded the class.",
                "",
                List.of(new Label("hook", hook)),
                () -> classes.getAsInt() > 0 ? 1 : 0);
    }

    /** Without quantiles: how many, and how long altogether. */
    private final class ScrapeDurations implements Distribution {
        @Override
        public long count() {
            return scrapes.sum();
        }

        @Override
        public double sum() {
            return scrapeNanoseconds.sum() * NANOSECOND;
        }

        @Override
        public void quantiles(double[] target) {
            Arrays.fill(target, Absent.VALUE);
        }
    }

    private enum Unsupported {
        UNSUPPORTED
    }

    private static SeriesPlan dropped(Enum<?> reason, LongAdder count) {
        return counter(
                "freshet_agent_series_dropped_total",
                "Series that were not exposed when they turned up: duplicate (another has the same name and labels), "
                        + "conflict (the name is taken by another type), profile (it is in a larger one), denied (by the "
                        + "settings), budget (there would be too many) or unsupported (the value is no number or text).",
                "reason",
                reason,
                count::sum);
    }

    private static SeriesPlan counter(String name, String help, String label, Enum<?> value, DoubleSupplier reading) {
        Label only = new Label(label, value.name().toLowerCase(Locale.ROOT));
        return SeriesPlan.number(new FamilyName(name, FamilyType.COUNTER), help, "", List.of(only), reading);
    }

    private static <E extends Enum<E>> LongAdder counter(Map<E, LongAdder> counters, E key) {
        LongAdder counter = counters.get(key);
        if (counter == null) {
            throw new IllegalArgumentException("No counter for " + key);
        }
        return counter;
    }
}
