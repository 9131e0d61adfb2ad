package io.freshet.agent.dialect;

import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;

/** What jmx_exporter makes of a broker by a configuration that its project has published. */
final class Published {
    private static final Pattern SAMPLE = Pattern.compile("(kafka_\\w+)(\\{.*})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final JmxCollector collector;

    Published(String dialect, int jmxPort) throws IOException, MalformedObjectNameException {
        this.collector = new JmxCollector("hostPort: 127.0.0.1:" + jmxPort + "\n" + config(dialect));
        collector.register(new PrometheusRegistry());
    }

    private static String config(String dialect) throws IOException {
        String file = "/dialects/" + dialect + ".published.yml";
        try (InputStream content = Objects.requireNonNull(Published.class.getResourceAsStream(file))) {
            // It is a document of its own.
            return new String(content.readAllBytes(), StandardCharsets.UTF_8).replace("\n---\n", "\n");
        }
    }

    /** The value of each series of Kafka's. */
    Map<SeriesId, Double> scrape() {
        Map<SeriesId, Double> all = new LinkedHashMap<>();
        for (MetricSnapshot snapshot : collector.collect()) {
            String name = snapshot.getMetadata().getPrometheusName();
            if (!name.startsWith("jmx_")) {
                for (DataPointSnapshot point : snapshot.getDataPoints()) {
                    boolean counter = snapshot instanceof CounterSnapshot;
                    all.put(new SeriesId(counter ? name + "_total" : name, labels(point)), value(point));
                }
            }
        }
        return all;
    }

    /** The series of Kafka's on a page of text, without a look at anything else on it. */
    static Map<SeriesId, Double> page(int port) {
        Map<SeriesId, Double> all = new LinkedHashMap<>();
        for (String line : read(port).lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                Map<String, String> labels = new TreeMap<>();
                Matcher label = LABEL.matcher(String.valueOf(sample.group(2)));
                while (label.find()) {
                    if (label.group(2).isEmpty()) {
                        // For Prometheus the same as no label.
                        continue;
                    }
                    labels.put(
                            label.group(1), label.group(2).replace("\\\"", "\"").replace("\\\\", "\\"));
                }
                String value = sample.group(3).replace("Inf", "Infinity");
                all.put(new SeriesId(sample.group(1), labels), Double.valueOf(value));
            }
        }
        return all;
    }

    private static String read(int port) {
        try (InputStream page =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> labels(DataPointSnapshot point) {
        Map<String, String> labels = new TreeMap<>();
        for (Label label : point.getLabels()) {
            labels.put(label.getName(), label.getValue());
        }
        return labels;
    }

    private static double value(DataPointSnapshot point) {
        if (point instanceof CounterSnapshot.CounterDataPointSnapshot counter) {
            return counter.getValue();
        }
        return point instanceof GaugeSnapshot.GaugeDataPointSnapshot gauge
                ? gauge.getValue()
                : ((UnknownSnapshot.UnknownDataPointSnapshot) point).getValue();
    }
}
