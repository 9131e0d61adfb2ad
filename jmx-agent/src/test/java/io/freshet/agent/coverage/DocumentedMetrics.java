package io.freshet.agent.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that Kafka documents, as its pages write them. */
final class DocumentedMetrics {
    private static final Path LIST = Path.of("src/test/resources/kafka-documented-metrics.tsv");
    private static final Pattern CHOICE = Pattern.compile("\\{([^{}]*\\|[^{}]*)}");

    /** Where the pages and Kafka differ. */
    private static final Map<String, String> AS_KAFKA_HAS_IT = Map.ofEntries(
            Map.entry("kafka.server:type=GroupMetadataManager", "kafka.coordinator.group:type=GroupMetadataManager"),
            Map.entry("partitions-revoked-latency-avg", "partition-revoked-latency-avg"),
            Map.entry("partitions-revoked-latency-max", "partition-revoked-latency-max"),
            Map.entry("partitions-assigned-latency-avg", "partition-assigned-latency-avg"),
            Map.entry("partitions-assigned-latency-max", "partition-assigned-latency-max"),
            Map.entry("partitions-lost-latency-avg", "partition-lost-latency-avg"),
            Map.entry("partitions-lost-latency-max", "partition-lost-latency-max"),
            Map.entry("bufferpool-wait-time", "bufferpool-wait-ratio"),
            Map.entry("emit-final-latency-avg", "window-aggregate-final-emit-latency-avg"),
            Map.entry("emit-final-latency-max", "window-aggregate-final-emit-latency-max"),
            Map.entry("emit-final-records-rate", "window-aggregate-final-emit-rate"),
            Map.entry("emit-final-records-total", "window-aggregate-final-emit-total"));

    private DocumentedMetrics() {}

    /** One metric: where it is documented, and the keys that its entry in the catalogue may have. */
    record Documented(String section, String written, List<String> keys) {}

    /** All but those of ZooKeeper, and but the rows that the pages have left without a name. */
    static List<Documented> read() throws IOException {
        List<Documented> all = new ArrayList<>();
        for (String line : Files.readAllLines(LIST)) {
            String[] columns = line.split("\t", -1);
            boolean named = columns[1].contains("name=") || !columns[2].isEmpty() || columns[1].contains("Attribute:");
            boolean quota = columns[1].contains("Fetch},user") || columns[1].contains("type=Request");
            if (!columns[0].equals("section") && !columns[3].equals("zookeeper") && (named || quota)) {
                for (String mbean : alternatives(normal(columns[1]))) {
                    all.add(new Documented(columns[0], line.strip(), keys(mbean, columns[2])));
                }
            }
        }
        return all;
    }

    private static List<String> keys(String mbean, String attribute) {
        Matcher inText = Pattern.compile("(.*) Attribute: (.*)").matcher(mbean);
        if (inText.matches()) {
            return keys(inText.group(1), inText.group(2));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (String key : mbean.substring(mbean.indexOf(':') + 1).split(",", -1)) {
            keys.put(key.substring(0, key.indexOf('=')), key.substring(key.indexOf('=') + 1));
        }
        String type = mbean.substring(0, mbean.indexOf(':')) + ":type=" + keys.get("type");
        String name = keys.getOrDefault("name", "");
        if (List.of("Produce", "Fetch", "Request").contains(keys.getOrDefault("type", ""))) {
            return List.of("kafka.server:type=quota#throttle-time");
        }
        return name.isEmpty()
                ? List.of(type + "#" + AS_KAFKA_HAS_IT.getOrDefault(attribute, attribute))
                : List.of(AS_KAFKA_HAS_IT.getOrDefault(type, type) + ",name=" + name, type + "#" + name);
    }

    /** The pages' several ways to write a choice as one. */
    private static String normal(String mbean) {
        String clients = "{producer:type=producer|consumer:type=consumer|connect:type=connect}";
        return mbean.replace(", name", ",name")
                .replaceAll("=\\{[^{}|]*}", "=*")
                .replaceAll("\\[[a-z|]*]:type=\\[[a-z|]*]", Matcher.quoteReplacement(clients))
                .replace(
                        "NumGroups[PreparingRebalance,CompletingRebalance,Empty,Stable,Dead]",
                        "NumGroups{PreparingRebalance|CompletingRebalance|Empty|Stable|Dead}")
                .replaceAll("\\[[^\\]]*]", "*");
    }

    private static List<String> alternatives(String text) {
        Matcher choice = CHOICE.matcher(text);
        return choice.find()
                ? Stream.of(choice.group(1).split("\\|", -1))
                        .flatMap(one ->
                                alternatives(text.substring(0, choice.start()) + one + text.substring(choice.end()))
                                        .stream())
                        .toList()
                : List.of(text);
    }
}
