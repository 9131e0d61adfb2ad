package io.freshet.agent.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page, and throws where it is not what its format says: every family explained and typed exactly once, its
 * samples together, no series twice.
 */
public final class Exposition {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private final boolean openMetrics;
    private final Map<String, ScrapedFamily> families = new LinkedHashMap<>();
    private final Set<String> series = new HashSet<>();
    private @Nullable String name;
    private @Nullable String type;
    private @Nullable String help;
    private String unit = "";
    private List<Sample> samples = new ArrayList<>();

    private Exposition(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    public static Map<String, ScrapedFamily> text(String page) {
        require(!page.contains("# EOF"), "the text format has no # EOF", page);
        return new Exposition(false).read(page);
    }

    public static Map<String, ScrapedFamily> openMetrics(String page) {
        String end = "# EOF\n";
        require(page.endsWith(end), "OpenMetrics ends in # EOF", page);
        return new Exposition(true).read(page.substring(0, page.length() - end.length()));
    }

    private Map<String, ScrapedFamily> read(String page) {
        require(page.isEmpty() || page.endsWith("\n"), "the last line must end", page);
        for (String line : page.lines().toList()) {
            if (line.startsWith("# ")) {
                readMetadata(line);
            } else {
                readSample(line);
            }
        }
        finish();
        return families;
    }

    private void readMetadata(String line) {
        String[] words = line.split(" ", 4);
        require(words.length == 4 || (words.length == 3 && words[1].equals("HELP")), "metadata", line);
        if (!words[2].equals(name) || !samples.isEmpty()) {
            finish();
            name = words[2];
            require(NAME.matcher(words[2]).matches(), "a name", line);
        }
        String value = words.length == 4 ? words[3] : "";
        switch (words[1]) {
            case "HELP" -> {
                require(help == null, "one HELP", line);
                help = value;
            }
            case "TYPE" -> {
                require(type == null, "one TYPE", line);
                type = value;
            }
            case "UNIT" -> {
                require(
                        openMetrics && unit.isEmpty() && words[2].endsWith("_" + value),
                        "a UNIT as the name has it",
                        line);
                unit = value;
            }
            default -> throw new AssertionError("Neither HELP, TYPE nor UNIT: " + line);
        }
    }

    private void readSample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        require(matcher.matches(), "a sample", line);
        Map<String, String> labels = labels(matcher.group(2), line);
        Sample sample = new Sample(matcher.group(1), labels, value(matcher.group(3)));
        require(series.add(sample.name() + new java.util.TreeMap<>(labels)), "no series twice", line);
        require(
                suffixes()
                                .contains(sample.name()
                                        .substring(Math.min(
                                                prefix().length(), sample.name().length())))
                        && sample.name().startsWith(prefix()),
                "a sample of the family " + name,
                line);
        checkValue(sample, line);
        samples.add(sample);
    }

    private void checkValue(Sample sample, String line) {
        if ("counter".equals(type)) {
            require(sample.value() >= 0, "a counter is not below 0", line);
        }
        if ("stateset".equals(type)) {
            require(sample.labels().containsKey(prefix()), "the state as a label of the family's name", line);
            require(sample.value() == 0 || sample.value() == 1, "a state is 0 or 1", line);
        }
        if ("info".equals(type)) {
            require(sample.value() == 1, "an info is 1", line);
        }
        if ("summary".equals(type)) {
            boolean quantile = sample.name().equals(name);
            require(quantile == sample.labels().containsKey("quantile"), "a quantile of a summary", line);
        }
    }

    private String prefix() {
        return name == null ? "?" : name;
    }

    private Set<String> suffixes() {
        return switch (String.valueOf(type)) {
            case "gauge", "stateset" -> Set.of("");
            case "counter" -> openMetrics ? Set.of("_total") : Set.of("");
            case "summary" -> Set.of("", "_count", "_sum");
            case "histogram" -> Set.of("_bucket", "_count", "_sum");
            case "info" -> Set.of("_info");
            default -> Set.of();
        };
    }

    private static Map<String, String> labels(@Nullable String text, String line) {
        Map<String, String> labels = new LinkedHashMap<>();
        String rest = text == null ? "" : text;
        while (!rest.isEmpty()) {
            Matcher matcher = LABEL.matcher(rest);
            require(matcher.lookingAt(), "a label", line);
            String value = unescaped(matcher.group(2));
            require(labels.put(matcher.group(1), value) == null, "no label twice", line);
            rest = rest.substring(matcher.end());
            require(rest.isEmpty() || (rest.startsWith(",") && rest.length() > 1), "a comma between labels", line);
            rest = rest.isEmpty() ? rest : rest.substring(1);
        }
        return labels;
    }

    /** From the left: a backslash that is escaped escapes nothing. */
    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).equals("n") ? "\n" : found.group(1)));
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private void finish() {
        if (name != null) {
            require(type != null && help != null && !help.isEmpty(), "HELP and TYPE", name);
            require(!samples.isEmpty(), "a sample under each TYPE", name);
            ScrapedFamily family =
                    new ScrapedFamily(name, String.valueOf(type), String.valueOf(help), unit, List.copyOf(samples));
            require(families.put(name, family) == null, "each family once", name);
        }
        name = null;
        type = null;
        help = null;
        unit = "";
        samples = new ArrayList<>();
    }

    private static void require(boolean condition, String rule, String found) {
        if (!condition) {
            String shown = found.length() > 300 ? found.substring(0, 300) : found;
            throw new AssertionError("Expected " + rule + ". Found: " + shown);
        }
    }
}
