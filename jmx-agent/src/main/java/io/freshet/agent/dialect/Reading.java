package io.freshet.agent.dialect;

import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.Quantiles;
import io.freshet.agent.metric.SeriesPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** One of the things that can be read from a metric: an attribute of its MBean. */
final class Reading {
    private final String what;
    private final SeriesPlan plan;
    private final List<Label> labels;

    private Reading(String what, SeriesPlan plan, List<Label> labels) {
        this.what = what;
        this.plan = plan;
        this.labels = labels;
    }

    /** What rules call it: value, count, observations, quantile, summary, text, mean-rate, one-minute-rate and so on. */
    String what() {
        return what;
    }

    /** A plan that reads it, under whatever name. */
    SeriesPlan plan() {
        return plan;
    }

    /** The labels that tell it from others of the metric. */
    List<Label> labels() {
        return labels;
    }

    static List<Reading> of(MetricSource source, List<SeriesPlan> plans) {
        SeriesPlan first = plans.get(0);
        List<Reading> readings = new ArrayList<>();
        switch (source.kind()) {
            case TEXT:
                readings.add(new Reading("text", first, List.of()));
                break;
            case DISTRIBUTION:
                distribution(source, first, readings);
                break;
            case METER:
                readings.add(number("count", first, source.number()));
                rates(source, first, readings);
                break;
            case NANOSECOND_METER:
                readings.add(number("count", first, source.number()));
                // All averages of it are the share of time that was idle, which the first plan has right.
                readings.add(new Reading("mean-rate", first, List.of()));
                readings.add(new Reading("one-minute-rate", first, List.of()));
                break;
            default:
                readings.add(number("value", first, source.number()));
                break;
        }
        return readings;
    }

    private static void distribution(MetricSource source, SeriesPlan first, List<Reading> readings) {
        SharedQuantiles shared = new SharedQuantiles(source.distribution());
        readings.add(number("observations", first, shared::count));
        readings.add(new Reading("summary", first.reading(source.distribution()), List.of()));
        for (int i = 0; i < Quantiles.ALL.size(); i++) {
            int index = i;
            Label quantile = new Label("quantile", asPercentile(Quantiles.ALL.get(i)));
            readings.add(new Reading("quantile", first.reading(() -> shared.quantile(index)), List.of(quantile)));
        }
    }

    /** As the digits of the MBean's attribute {@code 50thPercentile} after a point: {@code 0.50}. */
    private static String asPercentile(double quantile) {
        return quantile * 1000 % 10 == 0 ? String.format(Locale.ROOT, "%.2f", quantile) : String.valueOf(quantile);
    }

    private static void rates(MetricSource source, SeriesPlan first, List<Reading> readings) {
        for (MetricSource.Rate rate : MetricSource.Rate.values()) {
            source.rate(rate).ifPresent(reading -> {
                String name = rate.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-rate";
                readings.add(number(name, first, reading));
            });
        }
    }

    private static Reading number(String what, SeriesPlan plan, DoubleSupplier reading) {
        return new Reading(what, plan.reading(reading), List.of());
    }
}
