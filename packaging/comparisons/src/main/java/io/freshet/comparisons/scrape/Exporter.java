package io.freshet.comparisons.scrape;

import io.freshet.comparisons.process.Jvm;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who shows a broker's metrics, and how a broker is started with it. */
enum Exporter {
    /** All that Kafka registers, but for families of which neither of the others has a value. */
    FRESHET("Freshet, the same values") {
        @Override
        void addTo(KafkaBroker.Builder broker, Path folder, int port) {
            broker.agent(Freshet.agent(), port + ",host=127.0.0.1,config=" + allBut(Set.of(), folder));
        }
    },
    FRESHET_STANDARD("Freshet, as it comes") {
        @Override
        void addTo(KafkaBroker.Builder broker, Path folder, int port) {
            broker.agent(Freshet.agent(), port + ",host=127.0.0.1");
        }
    },
    JMX_EXPORTER("jmx_exporter, its Kafka example") {
        @Override
        void addTo(KafkaBroker.Builder broker, Path folder, int port) {
            Path rules = resource("kafka-kraft-3_0_0.yml", folder);
            broker.agent(
                    built("jmx-exporter").resolve("jmx_prometheus_javaagent.jar"), "127.0.0.1:" + port + ":" + rules);
        }
    },
    STRIMZI("Strimzi's metrics reporter") {
        @Override
        void addTo(KafkaBroker.Builder broker, Path folder, int port) {
            String reporters = "io.strimzi.kafka.metrics.";
            broker.alsoOnClassPath(jars(built("strimzi")))
                    .config(
                            "metric.reporters",
                            "org.apache.kafka.common.metrics.JmxReporter," + reporters
                                    + "KafkaPrometheusMetricsReporter")
                    .config("kafka.metrics.reporters", reporters + "YammerPrometheusMetricsReporter")
                    .config("prometheus.metrics.reporter.listener", "http://127.0.0.1:" + port);
        }
    };

    private final String title;

    Exporter(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Lets a broker be started with it. */
    abstract void addTo(KafkaBroker.Builder broker, Path folder, int port);

    /** Has Freshet leave families out, which its agent takes up within seconds; returns the file that says so. */
    static Path allBut(Set<String> families, Path folder) {
        String denied =
                families.stream().sorted().map(name -> "  - " + name + "\n").collect(Collectors.joining());
        try {
            return Files.writeString(
                    Files.createDirectories(folder).resolve("freshet.yaml"),
                    "profile: all\nseries.max: 10000000\nos.enabled: false\nlogs.enabled: false\nconfig.check: 1s\n"
                            + (denied.isEmpty() ? "" : "series.deny:\n" + denied));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name, Path folder) {
        try (InputStream in = Exporter.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + Exporter.class.getName());
            }
            Path file = Files.createDirectories(folder).resolve(name);
            Files.write(file, in.readAllBytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(String name) {
        return Jvm.built().resolve(name);
    }

    private static String jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> jars = files.map(Path::toString).sorted().toList();
            return String.join(File.pathSeparator, jars);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
