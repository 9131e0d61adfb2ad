package io.freshet.agent.coverage;

import io.freshet.agent.catalogue.Catalogue;
import io.freshet.agent.catalogue.CatalogueEntry;
import io.freshet.agent.catalogue.Names;
import io.freshet.agent.text.Scrape;
import io.freshet.agent.text.ScrapedFamily;
import io.freshet.local.KafkaVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.management.JMException;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every metric that Kafka registers, in processes of every kind: exposed, equal to its MBean, typed and explained. */
class EveryMetricIT {
    private static final Path JAR = Path.of("target", "freshet-agent.jar").toAbsolutePath();

    /** What has no MBean of Kafka. */
    private static final Set<String> OUR_OWN = Set.of("freshet", "os", "logs", "lag");

    /** What runs of each version. */
    private static final Map<KafkaVersion, Predicate<CatalogueEntry>> RUNNING = Map.of(
            KafkaVersion.V4_3,
            entry -> true,
            KafkaVersion.V3_9,
            entry -> !entry.mbean().startsWith("kafka.connect:")
                    && !entry.mbean().startsWith("kafka.streams:"));

    @ParameterizedTest
    @EnumSource(KafkaVersion.class)
    void page_whateverKafkaRegisters_isThereAndRight(KafkaVersion version, @TempDir Path folder) throws Exception {
        Map<String, CatalogueEntry> entries = entries(version);
        Set<String> notRegistered = notRegistered(version);
        try (WholeKafka kafka = new WholeKafka(version, JAR, folder)) {
            kafka.start();
            kafka.await(entries.entrySet().stream()
                    .filter(entry -> !notRegistered.contains(entry.getKey()))
                    .map(entry -> Names.of(entry.getValue()).sample())
                    .toList());

            Map<String, Comparison> compared = compare(kafka, new Expectation(version, entries));
            List<Expected> expected = compared.values().stream()
                    .flatMap(one -> one.expected().stream())
                    .toList();
            Set<String> registered = all(compared, Comparison::registered);

            printCoverage(version, compared);
            SoftAssertions softly = new SoftAssertions();
            compared.forEach((process, comparison) -> {
                softly.assertThat(comparison.wrong())
                        .as(process + ": series that differ from their MBeans")
                        .isEmpty();
                softly.assertThat(comparison.unexplained())
                        .as(process + ": series without an MBean")
                        .isEmpty();
            });
            assertExplained(softly, expected, entries, families(kafka));
            softly.assertThat(registered)
                    .as("metrics of which no series is right")
                    .filteredOn(Predicate.not(all(compared, Comparison::exposed)::contains))
                    .isEmpty();
            softly.assertThat(entries.keySet())
                    .as("all but what is registered are listed")
                    .filteredOn(Predicate.not(registered::contains))
                    .containsExactlyInAnyOrderElementsOf(notRegistered);
            softly.assertAll();
        }
    }

    /** The entries for metrics of Kafka, by their keys. */
    private static Map<String, CatalogueEntry> entries(KafkaVersion version) throws IOException {
        Map<String, CatalogueEntry> entries = new TreeMap<>();
        Catalogue.read().entries().stream()
                .filter(entry -> !OUR_OWN.contains(entry.role()))
                .filter(entry -> !Names.of(entry).sample().startsWith("freshet_"))
                .filter(RUNNING.get(version))
                .forEach(entry -> entries.put(DocumentedMetricsTest.key(entry), entry));
        return entries;
    }

    /** The keys that a list names which says why. */
    private static Set<String> notRegistered(KafkaVersion version) throws IOException {
        String file = "not-registered-by-" + version.name().substring(1) + ".txt";
        return Files.readAllLines(Path.of("src", "test", "resources", file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" \\| ", -1)[0].strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Comparison> compare(WholeKafka kafka, Expectation rule) {
        Map<String, Comparison> compared = new ConcurrentSkipListMap<>();
        InParallel.run(kafka.observed().entrySet().stream()
                .map(process -> (Runnable) () -> compared.put(process.getKey(), compare(process.getValue(), rule)))
                .toArray(Runnable[]::new));
        return compared;
    }

    private static Comparison compare(WholeKafka.Observed process, Expectation rule) {
        try (JmxPort jmx = new JmxPort(process.jmxPort())) {
            return Comparison.of(jmx, process.agentPort(), rule);
        } catch (IOException | JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, ScrapedFamily> families(WholeKafka kafka) {
        Map<String, ScrapedFamily> families = new HashMap<>();
        kafka.observed()
                .values()
                .forEach(
                        at -> families.putAll(Scrape.openMetrics(at.agentPort()).families()));
        return families;
    }

    /** Type, unit and help, of each family once. */
    private static void assertExplained(
            SoftAssertions softly,
            List<Expected> expected,
            Map<String, CatalogueEntry> entries,
            Map<String, ScrapedFamily> families) {
        Map<String, Expected> one = new TreeMap<>();
        expected.forEach(series -> one.put(series.family(), series));
        one.forEach((name, series) -> {
            // The suffix of a number that may be a counter belongs to the name of a gauge.
            ScrapedFamily family = families.getOrDefault(name, families.get(series.sample()));
            softly.assertThat(family).as(name).isNotNull();
            if (family != null) {
                softly.assertThat(family.type()).as(name).isIn(types(series));
                softly.assertThat(family.unit()).as(name).isEqualTo(unit(family.name()));
                assertHelp(softly, family, series.key(), entries.get(series.key()));
            }
        });
    }

    private static Set<String> types(Expected series) {
        return switch (series.type()) {
            case Expected.NUMBER_OR_COUNTER -> Set.of("gauge", "counter");
            case Expected.SHARE -> Set.of("gauge");
            default -> Set.of(series.type());
        };
    }

    private static String unit(String family) {
        return Set.of("seconds", "bytes", "percent").stream()
                .filter(unit -> family.endsWith("_" + unit))
                .findFirst()
                .orElse("");
    }

    private static void assertHelp(
            SoftAssertions softly, ScrapedFamily family, String key, @Nullable CatalogueEntry entry) {
        if (entry != null) {
            softly.assertThat(family.help()).as(family.name()).isEqualTo(entry.help());
        } else {
            String mbean = key.replaceAll("#.*", "");
            softly.assertThat(family.help()).as(family.name()).contains(mbean);
        }
    }

    private static Set<String> all(Map<String, Comparison> compared, Function<Comparison, Set<String>> part) {
        return compared.values().stream()
                .flatMap(one -> part.apply(one).stream())
                .collect(Collectors.toSet());
    }

    private static void printCoverage(KafkaVersion version, Map<String, Comparison> compared) throws IOException {
        Set<String> registered = all(compared, Comparison::registered);
        Set<String> exposed = all(compared, Comparison::exposed);
        Map<String, int[]> sections = new TreeMap<>();
        for (DocumentedMetrics.Documented documented : DocumentedMetrics.read()) {
            int[] counts = sections.computeIfAbsent(documented.section(), added -> new int[3]);
            counts[0]++;
            counts[1] += documented.keys().stream().anyMatch(registered::contains) ? 1 : 0;
            counts[2] += documented.keys().stream().anyMatch(exposed::contains) ? 1 : 0;
        }
        System.out.printf(
                "%nKafka %s%n%-26s %10s %10s %18s%n",
                version.version(), "section", "documented", "registered", "exposed and equal");
        sections.forEach((section, counts) ->
                System.out.printf("%-26s %10d %10d %18d%n", section, counts[0], counts[1], counts[2]));
        System.out.printf(
                "%-26s %10s %10d %18d%n%-26s %10s %10d %18d%n",
                "all metrics",
                "",
                registered.size(),
                exposed.size(),
                "all series",
                "",
                compared.values().stream()
                        .mapToInt(one -> one.expected().size())
                        .sum(),
                compared.values().stream().mapToInt(Comparison::series).sum());
    }
}
