package io.freshet.agent.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.local.LocalClusterException;
import io.freshet.local.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One broker, read by the agent in each dialect and by the exporter that the dialect is of, with the configuration that its
 * project has published.
 */
class DialectIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PORT = Ports.free();
    private static final int JMX_PORT = Ports.free();
    private static final int REPORTER_PORT = Ports.free();

    private static @Nullable KafkaBroker broker;
    private static @Nullable Path file;
    private static int changes;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        file = folder.resolve("agent.yaml");
        name("default");
        KafkaBroker started = KafkaBroker.builder()
                .agent(Path.of("target", "freshet-agent.jar"), "config=" + file)
                .alsoOnClassPath(jars("prometheus-metrics", "metrics-reporter"))
                .config(
                        "metric.reporters",
                        "org.apache.kafka.common.metrics.JmxReporter,io.strimzi.kafka.metrics.KafkaPrometheusMetricsReporter")
                .config("kafka.metrics.reporters", "io.strimzi.kafka.metrics.YammerPrometheusMetricsReporter")
                .config("prometheus.metrics.reporter.listener", "http://127.0.0.1:" + REPORTER_PORT)
                .jvmArgs(
                        "-Dcom.sun.management.jmxremote.port=" + JMX_PORT,
                        "-Dcom.sun.management.jmxremote.rmi.port=" + JMX_PORT,
                        "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                        "-Djava.rmi.server.hostname=127.0.0.1",
                        "-Dcom.sun.management.jmxremote.authenticate=false",
                        "-Dcom.sun.management.jmxremote.ssl=false")
                .start();
        broker = started;
        started.createTopic("orders.eu", 2, Map.of("retention.ms", "-1"));
        ClientQuotaEntity client = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "steady"));
        started.admin()
                .alterClientQuotas(List.of(new ClientQuotaAlteration(
                        client, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1e9)))))
                .all()
                .get();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        started.bootstrapServers(),
                        "client.id",
                        "steady",
                        "enable.idempotence",
                        "false"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>("orders.eu", i % 2, "k", "v"))
                        .get();
            }
        }
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmx-exporter", "strimzi-jmx", "confluent"})
    void dialect_ofJmxExporter_namesWhatItNames(String dialect) throws Exception {
        compare(dialect, new Published(dialect, JMX_PORT)::scrape);
    }

    @Test
    void dialect_ofStrimzisReporter_namesWhatItNames() throws Exception {
        compare("strimzi-reporter", () -> Published.page(REPORTER_PORT));
    }

    private static void compare(String dialect, Exporter exporter) throws IOException {
        name(dialect);
        KafkaBroker running = Objects.requireNonNull(broker);
        changes++;
        Await.untilTrue(
                "the change to " + dialect,
                SOON,
                () -> running.process().logText().split("settings taken up anew", -1).length > changes);
        Map<String, String> accepted = differences(dialect);
        // The share of time idle is there after seconds, and what one of them registers by looking the other shall see
        // too.
        Map<SeriesId, Double> theirs = new LinkedHashMap<>();
        Map<SeriesId, Double> ours = new LinkedHashMap<>();
        Map<String, String> missing = new TreeMap<>();
        settle(() -> {
            ours.clear();
            ours.putAll(kafkaSeries(Scrape.text(PORT)));
            theirs.clear();
            theirs.putAll(exporter.scrape());
            missing.clear();
            theirs.forEach((id, value) -> {
                if (!ours.containsKey(id)) {
                    String shown = id.name() + id.labels() + " " + value;
                    missing.put(shown, reason(shown, accepted));
                }
            });
            return !missing.containsValue("");
        });
        TreeMap<String, Long> excused = missing.values().stream()
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
        long same = theirs.entrySet().stream()
                .filter(entry -> entry.getValue().equals(ours.get(entry.getKey())))
                .count();
        Set<String> families = names(theirs.keySet());
        Set<String> found = new TreeSet<>(families);
        found.retainAll(names(ours.keySet()));
        Set<String> more = names(ours.keySet());
        more.removeAll(families);
        System.out.printf(
                "%s: %d of %d names, %d of %d series, %d with the same value at another moment; not there: %s; besides: %d names%n",
                dialect,
                found.size(),
                families.size(),
                theirs.size() - missing.size(),
                theirs.size(),
                same,
                excused,
                more.size());
        Files.createDirectories(Path.of("target/dialects"));
        Files.write(Path.of("target/dialects", dialect + ".missing.txt"), missing.keySet());
        Files.write(Path.of("target/dialects", dialect + ".more.txt"), more);
        assertThat(missing).as(dialect).doesNotContainValue("");
        assertThat(same).isGreaterThan((theirs.size() - missing.size()) * 8L / 10);
    }

    private static void settle(BooleanSupplier condition) {
        try {
            Await.untilTrue("the same series", Duration.ofSeconds(15), condition);
        } catch (LocalClusterException e) {
            // What is missing is told below.
        }
    }

    /** Why a series may be missing; empty when it may not. */
    private static String reason(String series, Map<String, String> accepted) {
        return accepted.entrySet().stream()
                .filter(entry -> Pattern.matches(entry.getKey(), series))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** A regular expression over name and labels, and why such series are not there in ours: two lines each. */
    private static Map<String, String> differences(String dialect) throws IOException {
        Map<String, String> differences = new LinkedHashMap<>();
        Path path = Path.of("src/test/resources/dialects", dialect + ".differences.txt");
        String reason = "";
        for (String line : Files.readAllLines(path)) {
            if (line.startsWith("#")) {
                reason = line.substring(1).strip();
            } else if (!line.isBlank()) {
                differences.put(line, reason);
            }
        }
        return differences;
    }

    private static Map<SeriesId, Double> kafkaSeries(Scrape scrape) {
        return scrape.all()
                .filter(sample -> sample.name().startsWith("kafka_"))
                .collect(Collectors.toMap(
                        sample -> new SeriesId(sample.name(), new TreeMap<>(sample.labels())), Sample::value));
    }

    private static Set<String> names(Set<SeriesId> series) {
        return series.stream().map(SeriesId::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void name(String dialect) throws IOException {
        Files.writeString(
                Objects.requireNonNull(file),
                "profile: all\nnaming: " + dialect + "\nport: " + PORT + "\nhost: 127.0.0.1\nconfig.check: 1s\n");
    }

    private static String jars(String... names) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(jar -> Arrays.stream(names).anyMatch(jar::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private interface Exporter {
        Map<SeriesId, Double> scrape();
    }
}
