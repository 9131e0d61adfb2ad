package io.freshet.comparisons.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The medians of all result files, as a section of the page that stands beside their folder. */
public final class LatestFigures {
    private static final String BEGIN = "<!-- figures: generated, do not edit -->\n";
    private static final String END = "<!-- end of figures -->\n";
    private static final int CELLS_BEFORE_ROUNDS = 6;

    private LatestFigures() {}

    /** A line of a result file. */
    private record Line(String kind, String what, String measure, String unit, String bound, double median) {
        static Line parse(String line) {
            List<String> cells =
                    List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", CELLS_BEFORE_ROUNDS + 1)).stream()
                            .map(cell -> cell.replace("\"", ""))
                            .toList();
            return new Line(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4),
                    Double.parseDouble(cells.get(CELLS_BEFORE_ROUNDS - 1)));
        }

        String column() {
            return unit.isEmpty() ? measure : measure + ", " + unit;
        }
    }

    /** Writes the section anew, where the folder stands beside a {@code README.md} that has one. */
    public static void update(Path results) {
        Path page = results.resolveSibling("README.md");
        try {
            if (Files.exists(page) && Files.readString(page).contains(BEGIN)) {
                Files.writeString(page, updated(Files.readString(page), results));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be written: " + page, e);
        }
    }

    /** Returns the page with the section as it should be. */
    public static String updated(String page, Path results) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(0, begin) + "\n" + section(results) + page.substring(page.indexOf(END));
    }

    private static String section(Path results) {
        try (Stream<Path> files = Files.list(results)) {
            StringBuilder section = new StringBuilder();
            for (Path file : files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                section.append(figures(Files.readAllLines(file)));
            }
            return section.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read: " + results, e);
        }
    }

    private static String figures(List<String> file) {
        List<Line> lines = file.stream().skip(2).map(Line::parse).toList();
        return "**" + file.get(0).substring(2).replaceFirst(";", "**;") + "\n\n"
                + medians(lines.stream()
                        .filter(line -> line.kind.equals("result"))
                        .toList())
                + targets(lines.stream()
                        .filter(line -> line.kind.equals("target"))
                        .toList())
                + shares(
                        lines.stream().filter(line -> line.kind.equals("share")).toList());
    }

    private static String medians(List<Line> lines) {
        Set<String> columns = new LinkedHashSet<>();
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        for (Line line : lines) {
            columns.add(line.column());
            rows.computeIfAbsent(line.what, what -> new LinkedHashMap<>()).put(line.column(), line.median);
        }
        List<List<String>> table = new ArrayList<>();
        table.add(Stream.concat(Stream.of("median"), columns.stream()).toList());
        rows.forEach((what, medians) -> table.add(Stream.concat(
                        Stream.of(what),
                        columns.stream().map(column -> medians.containsKey(column) ? number(medians.get(column)) : ""))
                .toList()));
        return markdown(table);
    }

    private static String targets(List<Line> lines) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("aimed at", "bound", "median"));
        lines.forEach(line ->
                table.add(List.of(line.what, line.bound + " " + line.unit, number(line.median) + " " + line.unit)));
        return markdown(table);
    }

    private static String shares(List<Line> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(lines.get(0).what, "%"));
        lines.forEach(line -> table.add(List.of(line.measure, String.format(Locale.ROOT, "%.1f", line.median))));
        return markdown(table);
    }

    private static String markdown(List<List<String>> table) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < table.size(); i++) {
            text.append("| ").append(String.join(" | ", table.get(i))).append(" |\n");
            if (i == 0) {
                text.append("| --- |")
                        .append(" ---: |".repeat(table.get(0).size() - 1))
                        .append('\n');
            }
        }
        return text.append('\n').toString();
    }

    private static String number(double value) {
        String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
