package io.freshet.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.yammer.metrics.core.Gauge;
import com.yammer.metrics.core.MetricsRegistry;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.local.Await;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With real registries of both kinds; what the hooks would report is reported by hand. */
class RegistryWatchTest {
    private final AgentHealth health = new AgentHealth(new AgentLog(new PrintStream(OutputStream.nullOutputStream())));
    private final SeriesTable table = new SeriesTable(health);
    private final RegistryWatch watch = new RegistryWatch(health);
    private long now;

    RegistryWatchTest() {
        watch.begin(new Registries(table, RegistryWatchTest::plans, health, () -> now));
    }

    @Test
    void kafkaCreated_withMetrics_takesThemInWithDomainKindAndLabels() {
        Metrics metrics = new Metrics(new MetricConfig(), List.of(), Time.SYSTEM);
        metrics.addMetric(name(metrics, "sent-total"), new CumulativeSum(5));
        metrics.addMetric(name(metrics, "lag"), new Value());
        metrics.addMetric(
                name(metrics, "state"), (org.apache.kafka.common.metrics.Gauge<String>) (config, time) -> "running");
        metrics.addMetric(
                name(metrics, "odd"), (org.apache.kafka.common.metrics.Gauge<Object>) (config, time) -> List.of());

        watch.kafkaRegistryCreated(metrics, new KafkaMetricsContext("kafka.test"));

        assertThat(lines())
                .contains(
                        "CUMULATIVE kafka.test/group/sent-total[client-id=c] 5.0",
                        "GAUGE kafka.test/group/lag[client-id=c] 0.0",
                        "TEXT kafka.test/group/state[client-id=c] running")
                .noneMatch(line -> line.contains("odd"));
        assertThat(dropped("unsupported")).isEqualTo(1);
    }

    @Test
    void kafkaMetric_registeredAndRemoved_comesAndGoes() {
        Metrics metrics = new Metrics(Time.SYSTEM);
        watch.kafkaRegistryCreated(metrics, new KafkaMetricsContext("kafka.test"));
        MetricName name = name(metrics, "lag");
        metrics.addMetric(name, new Value());
        watch.kafkaMetricRegistered(metrics, metrics.metric(name));
        assertThat(lines()).contains("GAUGE kafka.test/group/lag[client-id=c] 0.0");

        metrics.removeMetric(name);
        watch.kafkaMetricRemoved(metrics, name);

        assertThat(lines()).noneMatch(line -> line.contains("lag"));
    }

    @Test
    void kafkaRegistry_closed_takesItsSeriesAlong() {
        Metrics metrics = new Metrics(Time.SYSTEM);
        watch.kafkaRegistryCreated(metrics, new KafkaMetricsContext("kafka.test"));
        assertThat(lines()).isNotEmpty();

        watch.kafkaRegistryClosed(metrics);

        assertThat(lines()).isEmpty();
    }

    @Test
    void kafkaRegistry_builtUnseen_isAdoptedAfterAWhile() {
        Metrics metrics = new Metrics(Time.SYSTEM);
        MetricName name = name(metrics, "lag");
        metrics.addMetric(name, new Value());
        watch.kafkaMetricRegistered(metrics, metrics.metric(name));
        assertThat(lines()).isEmpty();

        now += TimeUnit.SECONDS.toNanos(10);

        assertThat(lines()).contains("GAUGE /group/lag[client-id=c] 0.0");
    }

    @Test
    void kafkaRegistry_forgottenWithoutClosing_isNotKeptAlive() {
        watchAndForget();
        assertThat(lines()).isNotEmpty();

        Await.untilTrue("the series are gone", Duration.ofSeconds(30), () -> {
            System.gc();
            return lines().isEmpty();
        });
    }

    private void watchAndForget() {
        Metrics metrics = new Metrics(Time.SYSTEM);
        metrics.addMetric(name(metrics, "lag"), new Value());
        watch.kafkaRegistryCreated(metrics, new KafkaMetricsContext("kafka.test"));
    }

    @Test
    void yammerRegistry_metrics_comeAndGo() {
        MetricsRegistry registry = new MetricsRegistry();
        com.yammer.metrics.core.MetricName bytes = bean("BytesIn", ",topic=\"a,b\"");
        registry.newMeter(bytes, "bytes", TimeUnit.SECONDS).mark(7);
        watch.yammerRegistrySeen(registry);
        registry.newGauge(bean("Active", ""), gauge(true));
        registry.newGauge(bean("Id", ""), gauge("abc"));
        registry.newCounter(bean("Open", "")).inc(3);
        registry.newMeter(bean("Idle", ""), "percent", TimeUnit.NANOSECONDS).mark(9);
        registry.newHistogram(bean("Size", ""), true).update(4);

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "METER kafka.test/Type/BytesIn[topic=a,b] 7.0",
                        "GAUGE kafka.test/Type/Active[] 1.0",
                        "TEXT kafka.test/Type/Id[] abc",
                        "GAUGE kafka.test/Type/Open[] 3.0",
                        "NANOSECOND_METER kafka.test/Type/Idle[] 9.0",
                        "DISTRIBUTION kafka.test/Type/Size[] 1 4.0 4.0");

        registry.removeMetric(bytes);
        assertThat(lines()).hasSize(5).noneMatch(line -> line.contains("BytesIn"));

        watch.close();
        assertThat(table.families()).isEmpty();
        registry.shutdown();
    }

    @Test
    void kafkaGauge_nullWhenRegistered_isWhatItsFirstValueSays() {
        Metrics metrics = new Metrics(new MetricConfig(), List.of(), Time.SYSTEM);
        Map<String, Object> values = new HashMap<>();
        for (String name : List.of("leader", "epoch", "odd", "never")) {
            metrics.addMetric(name(metrics, name), (org.apache.kafka.common.metrics.Gauge<@Nullable Object>)
                    (config, time) -> values.get(name));
        }
        watch.kafkaRegistryCreated(metrics, new KafkaMetricsContext("kafka.test"));
        assertThat(lines()).noneMatch(line -> line.contains("client-id=c"));

        values.putAll(Map.of("leader", "worker-1", "epoch", 3, "odd", List.of()));

        assertThat(lines())
                .contains(
                        "TEXT kafka.test/group/leader[client-id=c] worker-1",
                        "GAUGE kafka.test/group/epoch[client-id=c] 3.0")
                .noneMatch(line -> line.contains("odd") || line.contains("never"));
        assertThat(dropped("unsupported")).isEqualTo(1);

        metrics.metrics().keySet().forEach(name -> watch.kafkaMetricRemoved(metrics, name));
        values.put("never", 1);
        assertThat(lines()).isEmpty();
    }

    @Test
    void yammerGauge_nullWhenRegistered_isWhatItsFirstValueSays() {
        MetricsRegistry registry = new MetricsRegistry();
        watch.yammerRegistrySeen(registry);
        List<String> found = new ArrayList<>();
        registry.newGauge(bean("Late", ""), new Gauge<@Nullable String>() {
            @Override
            public @Nullable String value() {
                return found.isEmpty() ? null : found.get(0);
            }
        });
        assertThat(lines()).isEmpty();

        found.add("here");

        assertThat(lines()).containsExactly("TEXT kafka.test/Type/Late[] here");
        registry.shutdown();
    }

    private static com.yammer.metrics.core.MetricName bean(String name, String keys) {
        String mbean = "kafka.test:type=Type,name=" + name + keys;
        return new com.yammer.metrics.core.MetricName("kafka.test", "Type", name, keys, mbean);
    }

    private static <T> Gauge<T> gauge(T value) {
        return new Gauge<>() {
            @Override
            public T value() {
                return value;
            }
        };
    }

    private static MetricName name(Metrics metrics, String name) {
        return metrics.metricName(name, "group", "", Map.of("client-id", "c"));
    }

    /** A plan whose name tells the source. */
    private static List<SeriesPlan> plans(MetricSource source) {
        String name =
                source.kind() + " " + source.domain() + "/" + source.type() + "/" + source.name() + source.labels();
        return switch (source.kind()) {
            case UNDECIDED -> List.of();
            case TEXT -> List.of(SeriesPlan.text(new FamilyName(name, FamilyType.INFO), "", List.of(), source.text()));
            case DISTRIBUTION ->
                List.of(SeriesPlan.distribution(
                        new FamilyName(name, FamilyType.SUMMARY), "", "", List.of(), source.distribution()));
            default ->
                List.of(SeriesPlan.number(new FamilyName(name, FamilyType.GAUGE), "", "", List.of(), source.number()));
        };
    }

    private double dropped(String reason) {
        return health.series("1").stream()
                .filter(plan -> plan.labels().toString().equals("[reason=" + reason + "]"))
                .map(plan -> {
                    SeriesTable own = new SeriesTable(health);
                    own.add(plan);
                    return Double.parseDouble(lines(own).get(0).replaceAll(".* ", ""));
                })
                .findFirst()
                .orElseThrow();
    }

    private List<String> lines() {
        watch.catchUp();
        return lines(table);
    }

    private static List<String> lines(SeriesTable table) {
        List<String> lines = new ArrayList<>();
        for (Family family : table.families()) {
            String name = new String(family.sampleName(), StandardCharsets.UTF_8).replaceAll("_info$", "");
            family.forEach(series -> series.read(new Line(name, lines)));
        }
        return lines;
    }

    private record Line(String name, List<String> lines) implements SampleSink {
        @Override
        public void number(double value) {
            lines.add(name + " " + value);
        }

        @Override
        public void text(String value) {
            lines.add(name + " " + value);
        }

        @Override
        public void state(byte[] label, boolean current) {
            lines.add(name + " " + current);
        }

        @Override
        public void distribution(long count, double sum, double[] quantiles) {
            assertThat(Arrays.stream(quantiles)).noneMatch(Absent::is);
            lines.add(name + " " + count + " " + sum + " " + quantiles[0]);
        }
    }
}
