package io.freshet.comparisons.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for people: medians, what is aimed at, and shares. */
public final class TextTable {
    private TextTable() {}

    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        text.append(medians(report));
        if (!report.targets().isEmpty()) {
            text.append('\n').append(targets(report));
        }
        report.shares().forEach((whole, parts) -> {
            text.append('\n').append(whole).append('\n');
            parts.forEach(
                    (part, percent) -> text.append(String.format(Locale.ROOT, "  %-32s %5.1f %%%n", part, percent)));
        });
        return text.toString();
    }

    private static String medians(Report report) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("median of each round's value"));
        report.measures().forEach(measure -> header.add(measure.title()));
        rows.add(header);
        for (String contestant : report.contestants()) {
            List<String> row = new ArrayList<>(List.of(contestant));
            for (Measure measure : report.measures()) {
                List<Double> runs = report.runs(contestant, measure);
                row.add(runs.isEmpty() ? "" : measure.format(Median.of(runs)));
            }
            rows.add(row);
        }
        return aligned(rows);
    }

    private static String targets(Report report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("aimed at", "median", "bound", "", "rounds"));
        for (Report.Target target : report.targets()) {
            rows.add(List.of(
                    target.what(),
                    number(target.median()) + " " + target.unit(),
                    (target.atLeast() ? "at least " : "at most ") + number(target.bound()) + " " + target.unit(),
                    target.isMet() ? "met" : "MISSED",
                    target.rounds().stream().map(TextTable::number).collect(Collectors.joining("  "))));
        }
        return aligned(rows);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The first column to the left, the others to the right. */
    private static String aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(String.format(i == 0 ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s", row.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
