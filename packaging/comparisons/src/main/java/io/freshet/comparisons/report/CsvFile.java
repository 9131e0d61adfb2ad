package io.freshet.comparisons.report;

import io.freshet.local.Freshet;
import io.freshet.local.KafkaVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a file: a line on versions and machine, then a line with median and rounds for each thing measured. */
public final class CsvFile {
    private CsvFile() {}

    /** Writes {@code <name>.csv} into a folder and returns its path. */
    public static Path write(Report report, Path folder) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + report.name() + "; " + conditions() + "; " + report.settings());
        lines.add("kind,what,measure,unit,bound,median,rounds...");
        for (String contestant : report.contestants()) {
            for (Measure measure : report.measures()) {
                List<Double> runs = report.runs(contestant, measure);
                if (!runs.isEmpty()) {
                    lines.add(line(List.of("result", contestant, measure.name(), measure.unit(), ""), runs));
                }
            }
        }
        for (Report.Target target : report.targets()) {
            String bound = (target.atLeast() ? ">= " : "<= ") + number(target.bound());
            lines.add(line(List.of("target", target.what(), "", target.unit(), bound), target.rounds()));
        }
        report.shares()
                .forEach((whole, parts) -> parts.forEach(
                        (part, percent) -> lines.add(line(List.of("share", whole, part, "%", ""), List.of(percent)))));
        return write(folder.resolve(report.name() + ".csv"), lines);
    }

    /** Versions, Java, machine and date: what figures depend on. */
    public static String conditions() {
        return String.join(
                "; ",
                "Freshet " + Freshet.version(),
                "Kafka " + KafkaVersion.V4_3.version(),
                "Java " + Runtime.version(),
                Runtime.getRuntime().availableProcessors() + " cores",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                LocalDate.now(ZoneOffset.UTC).toString());
    }

    private static String line(List<String> cells, List<Double> rounds) {
        List<String> all = new ArrayList<>();
        cells.forEach(cell -> all.add(cell.contains(",") ? '"' + cell + '"' : cell));
        all.add(number(Median.of(rounds)));
        rounds.forEach(round -> all.add(number(round)));
        return String.join(",", all);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : "%.3f", value);
    }

    private static Path write(Path file, List<String> lines) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be written: " + file, e);
        }
    }
}
