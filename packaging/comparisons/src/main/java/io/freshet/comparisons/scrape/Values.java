package io.freshet.comparisons.scrape;

import io.freshet.comparisons.process.RunningJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Which value of which MBean a sample shows, whoever named it.
 *
 * <p>All exporters make names and labels of an MBean's domain, type, name, keys and attribute, each by its own rule. What the
 * rules leave of it are the words, so a value is known by its words in alphabetical order, without what rules add or take
 * away ({@code PerSec}, {@code Percent}, {@code total}, {@code count}), and by its quantile. Where two attributes have the
 * same words, both are left out.
 */
final class Values {
    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PERCENTILE = Pattern.compile("(\\d+)thPercentile");
    private static final Set<String> ADDED = Set.of("", "total", "count", "quota", "resource", "info");

    /** Each broker has its own one. */
    private static final String FOLDER = "logDirectory";

    private static final String QUANTILE = " quantile ";

    private Values() {}

    /** A page of metrics: the value of each sample, and which family it belongs to. */
    record Page(Map<String, Double> values, Map<String, Set<String>> ofFamilies, int samples) {}

    /** Reads a page in the text format. */
    static Page page(String text) {
        Map<String, Double> values = new HashMap<>();
        Map<String, Set<String>> ofFamilies = new TreeMap<>();
        String family = "";
        int samples = 0;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2];
            }
            Matcher sample = SAMPLE.matcher(line);
            if (!line.startsWith("#") && sample.matches()) {
                samples++;
                String id = id(sample.group(1), sample.group(2));
                values.put(id, Double.parseDouble(sample.group(3).replace("Inf", "Infinity")));
                ofFamilies.computeIfAbsent(family, name -> new HashSet<>()).add(id);
            }
        }
        return new Page(values, ofFamilies, samples);
    }

    /** The values of all of Kafka's MBeans that tell them apart. */
    static Set<String> ofBeans(RunningJvm jvm) {
        Map<String, Integer> ids = new HashMap<>();
        for (ObjectInstance bean : jvm.beans("kafka.*:*")) {
            ids(bean, jvm).forEach(id -> ids.merge(id, 1, Integer::sum));
        }
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue() == 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether a value is a quantile of a histogram of which the page says that it is empty. */
    static boolean isQuantileOfNothing(String id, Page page) {
        int at = id.indexOf(QUANTILE);
        return at >= 0 && page.values.getOrDefault(id.substring(0, at), 1.0) == 0;
    }

    private static List<String> ids(ObjectInstance bean, RunningJvm jvm) {
        ObjectName name = bean.getObjectName();
        List<String> texts = new ArrayList<>(List.of(name.getDomain()));
        name.getKeyPropertyList().forEach((key, value) -> {
            if (key.equals(FOLDER)) {
                return;
            }
            if (!key.equals("type") && !key.equals("name")) {
                texts.add(key);
            }
            texts.add(value.startsWith("\"") ? ObjectName.unquote(value) : value);
        });
        String kind = bean.getClassName().replaceFirst(".*\\$", "");
        return switch (kind) {
            case "Gauge", "Counter", "Meter" -> List.of(words(texts));
            case "Histogram", "Timer" -> distribution(words(texts), jvm.attributes(name));
            case "KafkaMbean" ->
                Arrays.stream(jvm.attributes(name))
                        .map(attribute -> words(texts, attribute))
                        .toList();
            default -> List.of();
        };
    }

    private static List<String> distribution(String words, String[] attributes) {
        List<String> ids = new ArrayList<>(List.of(words));
        for (String attribute : attributes) {
            Matcher percentile = PERCENTILE.matcher(attribute);
            if (percentile.matches()) {
                ids.add(words + QUANTILE + Double.parseDouble("0." + percentile.group(1)));
            }
        }
        return ids;
    }

    private static String id(String name, @Nullable String labels) {
        List<String> texts = new ArrayList<>(List.of(name));
        String quantile = "";
        if (labels != null) {
            Matcher label = LABEL.matcher(labels);
            while (label.find()) {
                if (label.group(1).equals("quantile")) {
                    quantile = QUANTILE + Double.parseDouble(label.group(2));
                } else if (!label.group(1).equals(FOLDER)) {
                    texts.add(label.group(1));
                    texts.add(label.group(2));
                }
            }
        }
        return words(texts) + quantile;
    }

    private static String words(List<String> texts, String attribute) {
        List<String> all = new ArrayList<>(texts);
        all.add(attribute);
        return words(all);
    }

    private static String words(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)))
                .map(word -> word.replaceFirst("(persec|percent)$", ""))
                .filter(word -> !ADDED.contains(word))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
