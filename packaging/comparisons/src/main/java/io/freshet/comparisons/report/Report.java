package io.freshet.comparisons.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/** What was measured: for each contestant and measure one value per round, and how that compares with what is aimed at. */
public final class Report {
    private final String name;
    private final String settings;
    private final Map<Cell, List<Double>> cells = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private final Map<String, Map<String, Double>> shares = new LinkedHashMap<>();

    private record Cell(String contestant, Measure measure) {}

    /**
     * A value that is aimed at, with the value of each round.
     *
     * @param atLeast whether the bound is a lower one
     */
    public record Target(String what, List<Double> rounds, boolean atLeast, double bound, String unit) {
        double median() {
            return Median.of(rounds);
        }

        boolean isMet() {
            return atLeast ? median() >= bound : median() <= bound;
        }
    }

    /**
     * Starts an empty report.
     *
     * @param settings the options that it was run with
     */
    public Report(String name, String settings) {
        this.name = name;
        this.settings = settings;
    }

    public String name() {
        return name;
    }

    public String settings() {
        return settings;
    }

    /** Adds what the next round has measured. */
    public void add(String contestant, Measure measure, double value) {
        cells.computeIfAbsent(new Cell(contestant, measure), cell -> new ArrayList<>())
                .add(value);
    }

    /** Aims at {@code numerator / denominator} of a measure, paired by round. */
    public void aimAtRatio(String numerator, String denominator, Measure measure, boolean atLeast, double bound) {
        targets.add(new Target(
                measure.name() + ": " + numerator + " / " + denominator,
                paired(numerator, denominator, measure, (a, b) -> a / b),
                atLeast,
                bound,
                "x"));
    }

    /** Aims at {@code minuend - subtrahend} of a measure, paired by round. */
    public void aimAtDifference(String minuend, String subtrahend, Measure measure, double atMost) {
        targets.add(new Target(
                measure.name() + ": " + minuend + " - " + subtrahend,
                paired(minuend, subtrahend, measure, (a, b) -> a - b),
                false,
                atMost,
                measure.unit()));
    }

    /** Aims at a value of a measure. */
    public void aimAtValue(String contestant, Measure measure, double atMost) {
        targets.add(new Target(
                measure.name() + ": " + contestant, runs(contestant, measure), false, atMost, measure.unit()));
    }

    /** Aims at a value that stands for all rounds. */
    public void aimAtLeast(String what, double value, double bound, String unit) {
        targets.add(new Target(what, List.of(value), true, bound, unit));
    }

    /** Aims at a value that stands for all rounds. */
    public void aimAtMost(String what, double value, double bound, String unit) {
        targets.add(new Target(what, List.of(value), false, bound, unit));
    }

    /** Says what share of something each of its parts has, in percent. */
    public void addShare(String whole, String part, double percent) {
        shares.computeIfAbsent(whole, key -> new LinkedHashMap<>()).put(part, percent);
    }

    private List<Double> paired(String first, String second, Measure measure, DoubleBinaryOperator operator) {
        List<Double> a = runs(first, measure);
        List<Double> b = runs(second, measure);
        List<Double> result = new ArrayList<>();
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            result.add(operator.applyAsDouble(a.get(i), b.get(i)));
        }
        return result;
    }

    /** The value of each round; none where it was not measured. */
    public List<Double> runs(String contestant, Measure measure) {
        return cells.getOrDefault(new Cell(contestant, measure), List.of());
    }

    Set<String> contestants() {
        Set<String> contestants = new LinkedHashSet<>();
        cells.keySet().forEach(cell -> contestants.add(cell.contestant()));
        return contestants;
    }

    Set<Measure> measures() {
        Set<Measure> measures = new LinkedHashSet<>();
        cells.keySet().forEach(cell -> measures.add(cell.measure()));
        return measures;
    }

    List<Target> targets() {
        return targets;
    }

    Map<String, Map<String, Double>> shares() {
        return shares;
    }
}
