package io.freshet.comparisons;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the command line asks for: a comparison, and numbers that replace its own. */
record Options(Comparison comparison, Map<String, Integer> numbers, List<Integer> sizes, Pattern only, Path results) {

    /** What can be compared, with the numbers that each takes. */
    enum Comparison {
        ENRICH_APPLY,
        EXPRESSIONS,
        TIMES_APPLY,
        LOAD,
        FLIGHTS,
        COMMIT_TO_VISIBLE,
        SCRAPE_COST,
        AGENT_START,
        AGENT_COST,
        LAG_COST,
        TABLE_SINK;

        Map<String, Integer> defaults() {
            return switch (this) {
                case ENRICH_APPLY -> Map.of("rounds", 3, "seconds", 4);
                case EXPRESSIONS -> Map.of("rounds", 3, "seconds", 5);
                case TIMES_APPLY -> Map.of("rounds", 3, "seconds", 3);
                case LOAD -> Map.of("rounds", 3, "rows", 5_000_000);
                case FLIGHTS -> Map.of("rounds", 3, "records", 3_000_000, "warm-up", 3_000_000);
                case COMMIT_TO_VISIBLE -> Map.of("rounds", 3, "changes", 3_000, "per-second", 200);
                case SCRAPE_COST -> Map.of("rounds", 5, "seconds", 6, "warm-up", 20);
                case AGENT_START -> Map.of("starts", 30, "heaps", 5, "partitions", 1_000);
                case AGENT_COST ->
                    Map.of("pairs", 15, "seconds", 8, "warm-up", 8, "partitions", 1_000, "between-scrapes", 15);
                case TABLE_SINK -> Map.of("records", 500_000, "keys", 50_000, "rounds", 3);
                case LAG_COST ->
                    Map.of("groups", 2_000, "partitions", 50, "rounds", 2, "looks", 5, "warm-up", 100, "interval", 3);
            };
        }

        /** The numbers of partitions, each compared by itself. */
        List<Integer> sizes() {
            return this == SCRAPE_COST ? List.of(100, 1_000, 5_000) : List.of();
        }

        static Comparison named(String name) {
            return Arrays.stream(values())
                    .filter(comparison -> comparison.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new WrongOptionException("Expecting one of " + names() + ". Found: " + name));
        }

        static String names() {
            return Arrays.stream(values()).map(Comparison::toString).collect(Collectors.joining(", "));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The message is for the person who typed it. */
    static final class WrongOptionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongOptionException(String message) {
            super(message);
        }
    }

    static Options parse(List<String> arguments) {
        Iterator<String> rest = arguments.iterator();
        Comparison comparison = Comparison.named(rest.hasNext() ? rest.next() : "nothing");
        Map<String, Integer> numbers = new HashMap<>(comparison.defaults());
        List<Integer> sizes = comparison.sizes();
        Path results = Path.of(System.getProperty("freshet.comparisons.results", "results"));
        Pattern only = Pattern.compile("");
        while (rest.hasNext()) {
            String option = rest.next();
            String name = option.startsWith("--") ? option.substring(2) : option;
            String value = rest.hasNext() ? rest.next() : "";
            if (option.equals("--results")) {
                results = Path.of(value).toAbsolutePath();
            } else if (option.equals("--only")) {
                only = pattern(value);
            } else if (option.equals("--sizes") && !sizes.isEmpty()) {
                sizes = Stream.of(value.split(",", -1))
                        .map(size -> positive(option, size))
                        .toList();
            } else if (option.startsWith("--") && numbers.containsKey(name)) {
                numbers.put(name, positive(option, value));
            } else {
                throw new WrongOptionException("Unknown option " + option + ". There are: "
                        + numbers.keySet().stream()
                                .sorted()
                                .map(key -> "--" + key)
                                .collect(Collectors.joining(", "))
                        + (sizes.isEmpty() ? "" : ", --sizes")
                        + ", --results, --only");
            }
        }
        return new Options(comparison, numbers, sizes, only, results);
    }

    private static Pattern pattern(String value) {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new WrongOptionException("--only: expecting a regular expression. Found: " + value);
        }
    }

    private static int positive(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new WrongOptionException(option + ": expecting a positive number. Found: " + value);
        }
        return Integer.parseInt(value);
    }

    int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalStateException(comparison + " takes no --" + name);
        }
        return number;
    }
}
