package io.freshet.agent.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.agent.config.Naming;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.Series;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each dialect's rules on a few metrics; DialectIT compares all of a broker's with those who speak it. */
class DialectTest {
    private static final Label[] NONE = {};
    private static final Map<MetricSource.Rate, Double> RATES = Map.of(
            MetricSource.Rate.MEAN, 4.0,
            MetricSource.Rate.ONE_MINUTE, 1.0,
            MetricSource.Rate.FIVE_MINUTE, 2.0,
            MetricSource.Rate.FIFTEEN_MINUTE, 3.0);

    private int snapshots;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DEFAULT          | own 1.0",
                "JMX_EXPORTER     | kafka_server_replicamanager_underreplicatedpartitions 1.0",
                "STRIMZI_JMX      | kafka_server_replicamanager_underreplicatedpartitions 1.0",
                "STRIMZI_REPORTER | kafka_server_replicamanager_underreplicatedpartitions 1.0",
                "CONFLUENT        | kafka_server_replicamanager_underreplicatedpartitions 1.0",
            })
    void plan_gauge_isNamed(Naming naming, String expected) throws IOException {
        MetricSource gauge = MetricSource.bean(
                        "kafka.server", "ReplicaManager", "UnderReplicatedPartitions", List.of(NONE))
                .gauge(() -> 1);

        assertThat(lines(naming, gauge)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JMX_EXPORTER     | kafka_server_brokertopicmetrics_bytesin_total{topic=\"t\"} 7.0",
                "STRIMZI_JMX      | kafka_server_brokertopicmetrics_bytesin_total{topic=\"t\"} 7.0",
                "STRIMZI_REPORTER | kafka_server_brokertopicmetrics_bytesinpersec_total{topic=\"t\"} 7.0",
            })
    void plan_meter_isACounter(Naming naming, String expected) throws IOException {
        assertThat(lines(naming, meter(new Label("topic", "t")))).containsExactly(expected);
    }

    @Test
    void plan_meterOfConfluent_hasRates() throws IOException {
        assertThat(lines(Naming.CONFLUENT, meter(new Label("topic", "t"))))
                .containsExactly(
                        "kafka_server_brokertopicmetrics_bytesinpersec{topic=\"t\"} 7.0",
                        "kafka_server_brokertopicmetrics_bytesinpersec_fifteenminuterate{topic=\"t\"} 3.0",
                        "kafka_server_brokertopicmetrics_bytesinpersec_fiveminuterate{topic=\"t\"} 2.0",
                        "kafka_server_brokertopicmetrics_bytesinpersec_oneminuterate{topic=\"t\"} 1.0");
    }

    @Test
    void plan_histogram_takesOneSnapshotForAllItsQuantiles() throws IOException {
        MetricSource histogram = MetricSource.bean(
                        "kafka.network", "RequestMetrics", "TotalTimeMs", List.of(new Label("request", "Fetch")))
                .distribution(new Counted());

        assertThat(lines(Naming.JMX_EXPORTER, histogram))
                .containsExactly(
                        "kafka_network_requestmetrics_totaltimems{request=\"Fetch\",quantile=\"0.50\"} 5.0",
                        "kafka_network_requestmetrics_totaltimems{request=\"Fetch\",quantile=\"0.75\"} 5.0",
                        "kafka_network_requestmetrics_totaltimems{request=\"Fetch\",quantile=\"0.95\"} 5.0",
                        "kafka_network_requestmetrics_totaltimems{request=\"Fetch\",quantile=\"0.98\"} 5.0",
                        "kafka_network_requestmetrics_totaltimems{request=\"Fetch\",quantile=\"0.99\"} 5.0",
                        "kafka_network_requestmetrics_totaltimems{request=\"Fetch\",quantile=\"0.999\"} 5.0",
                        "kafka_network_requestmetrics_totaltimems_count_total{request=\"Fetch\"} 9.0");
        assertThat(snapshots).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JMX_EXPORTER     | kafka_server_raft_metrics_current_state{state=\"leader\"} 1.0",
                "STRIMZI_JMX      | kafka_server_raftmetrics_current_state{current_state=\"leader\"} 1.0",
                "STRIMZI_REPORTER | kafka_server_raft_metrics_current_state_info{current_state=\"leader\"} 1.0",
            })
    void plan_text_isALabel(Naming naming, String expected) throws IOException {
        MetricSource state = MetricSource.group("kafka.server", "raft-metrics", "current-state", List.of(NONE), "")
                .text(() -> "leader");

        assertThat(lines(naming, state)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JMX_EXPORTER | kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent 1.0",
                "STRIMZI_JMX  | kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent 1.0",
                "CONFLUENT    | kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent_oneminuterate 1.0",
            })
    void plan_idleShare_isOurs(Naming naming, String expected) throws IOException {
        MetricSource idle = MetricSource.bean(
                        "kafka.server", "KafkaRequestHandlerPool", "RequestHandlerAvgIdlePercent", List.of(NONE))
                .nanosecondMeter(() -> 5e9, rate -> () -> 0.5);

        assertThat(lines(naming, idle)).contains(expected).hasSize(2);
    }

    @Test
    void plan_whatNoRuleFits_isLeftOut() throws IOException {
        MetricSource client = MetricSource.group("kafka.producer", "producer-metrics", "x", List.of(NONE), "")
                .gauge(() -> 1);

        assertThat(lines(Naming.JMX_EXPORTER, client)).isEmpty();
    }

    @Test
    void plan_whatIsNotKafkas_keepsItsName() throws IOException {
        MetricSource own = MetricSource.group("freshet.enrich", "table", "rows", List.of(NONE), "")
                .gauge(() -> 1);

        assertThat(lines(Naming.CONFLUENT, own)).containsExactly("own 1.0");
    }

    @Test
    void rule_unknownField_isRefused() {
        assertThatThrownBy(() -> new DialectRule(new RuleFields(Map.of("famly", "a"))))
                .hasMessage("nothing reads the field famly of {famly=a}");
    }

    private static MetricSource meter(Label... labels) {
        return MetricSource.bean("kafka.server", "BrokerTopicMetrics", "BytesInPerSec", List.of(labels))
                .meter(() -> 7, rate -> () -> RATES.getOrDefault(rate, 0.0));
    }

    private static List<String> lines(Naming naming, MetricSource source) throws IOException {
        FamilyName own = new FamilyName("own", FamilyType.GAUGE);
        SeriesPlan plan = source.kind() == MetricSource.Kind.TEXT
                ? SeriesPlan.text(new FamilyName("own", FamilyType.INFO), "", List.of(), source.text())
                : SeriesPlan.number(own, "", "", List.of(), () -> 1);
        SeriesTable table = new SeriesTable((refused, reason) -> {});
        Dialect.of(naming).plan(source, List.of(plan)).forEach(table::add);
        List<String> lines = new ArrayList<>();
        table.families()
                .forEach(family -> family.forEach(
                        series -> series.read(new Lines(family.name().sample(), series, lines))));
        return lines;
    }

    private static final class Lines implements SampleSink {
        private final String name;
        private final String labels;
        private final List<String> lines;

        Lines(String name, Series series, List<String> lines) {
            this.name = name;
            this.labels = new String(series.labels(), StandardCharsets.UTF_8);
            this.lines = lines;
        }

        @Override
        public void number(double value) {
            lines.add(name + (labels.isEmpty() ? "" : "{" + labels + "}") + " " + value);
        }

        @Override
        public void text(String value) {
            throw new AssertionError(value);
        }

        @Override
        public void state(byte[] label, boolean current) {
            lines.add(name + "{" + labels + new String(label, StandardCharsets.UTF_8) + "} " + (current ? 1.0 : 0.0));
        }

        @Override
        public void distribution(long count, double sum, double[] quantiles) {
            throw new AssertionError(name);
        }
    }

    private final class Counted implements Distribution {
        @Override
        public long count() {
            return 9;
        }

        @Override
        public double sum() {
            return 1;
        }

        @Override
        public void quantiles(double[] target) {
            snapshots++;
            Arrays.fill(target, 5);
        }
    }
}
