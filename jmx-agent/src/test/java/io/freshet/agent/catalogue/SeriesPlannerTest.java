package io.freshet.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The naming rule as README.md tells it. */
class SeriesPlannerTest {
    private final SeriesPlanner planner = new SeriesPlanner(read(), () -> 0);

    private static Catalogue read() {
        try {
            return Catalogue.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gauge        | kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions | kafka_server_replicamanager_underreplicatedpartitions gauge",
                "meter        | kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec | kafka_server_brokertopicmetrics_bytesin_total counter",
                "gauge        | kafka.controller:type=KafkaController,name=ActiveControllerCount | kafka_controller_kafkacontroller_activecontrollercount gauge",
                "distribution | kafka.network:type=RequestMetrics,name=TotalTimeMs | kafka_network_requestmetrics_totaltimems summary kafka_network_requestmetrics_totaltime_seconds summary",
                "gauge        | kafka.network:type=SocketServer,name=NetworkProcessorAvgIdlePercent | kafka_network_socketserver_networkprocessoravgidle_percent gauge",
                "gauge        | kafka.log:type=LogCleaner,name=cleaner-recopy-percent | kafka_log_logcleaner_cleaner_recopy_percent gauge",
                "meter        | kafka.server:type=Some,name=Events | kafka_server_some_events_total counter",
                "text         | kafka.server:type=KafkaServer,name=ClusterId | kafka_server_kafkaserver_clusterid_info info",
                "nanoseconds  | kafka.server:type=KafkaRequestHandlerPool,name=RequestHandlerAvgIdlePercent | kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent gauge kafka_server_kafkarequesthandlerpool_requesthandleravgidle_seconds_total counter",
                "gauge        | org.example:type=Other,name=Thing | org_example_other_thing gauge",
            })
    void plan_beanWithName_followsTheRule(String kind, String mbean, String expected) {
        int colon = mbean.indexOf(':');
        int name = mbean.indexOf(",name=");
        MetricSource.Named source = MetricSource.bean(
                mbean.substring(0, colon),
                mbean.substring(colon + ":type=".length(), name),
                mbean.substring(name + ",name=".length()),
                List.of());

        assertThat(names(planner.plan(as(kind, source)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cumulative | kafka.producer | producer-metrics | record-send-total | kafka_producer_producer_metrics_record_send_total counter",
                "gauge      | kafka.producer | producer-metrics | record-send-rate | kafka_producer_producer_metrics_record_send_rate gauge",
                "cumulative | kafka.server | socket-server-metrics | expired-connections-killed-count | kafka_server_socket_server_metrics_expired_connections_killed_count gauge",
                "gauge      | kafka.connect | connect-worker-metrics | connector-count | kafka_connect_connect_worker_metrics_connector_count gauge",
                "gauge      | kafka.server | raft-metrics | current-epoch | kafka_server_raft_metrics_current_epoch gauge",
                "text       | kafka.connect | connector-metrics | status | kafka_connect_connector_metrics_status stateset",
                "gauge      | kafka.admin.client | admin-client-metrics | request-rate | kafka_admin_client_admin_client_metrics_request_rate gauge",
                "gauge      | '' | some-metrics | request-rate | kafka_some_metrics_request_rate gauge",
                "gauge      | freshet.enrich | table-metrics | rows | freshet_enrich_table_metrics_rows gauge",
                "gauge      | kafka.server | Produce | throttle-time | kafka_server_quota_throttle_time gauge kafka_server_quota_throttle_time_seconds gauge",
                "gauge      | kafka.server | Fetch | byte-rate | kafka_server_quota_byte_rate gauge",
            })
    void plan_groupWithAttribute_followsTheRule(
            String kind, String domain, String group, String attribute, String expected) {
        MetricSource.Named source = MetricSource.group(domain, group, attribute, List.of(), "");

        assertThat(names(planner.plan(as(kind, source)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.producer, producer-metrics, request-latency-avg, 250, kafka_producer_producer_metrics_request_latency_avg_seconds, 0.25",
        "kafka.producer, producer-metrics, flush-time-ns-total, 5e8, kafka_producer_producer_metrics_flush_time_seconds_total, 0.5",
        "kafka.consumer, consumer-metrics, io-wait-time-ns-total, 2e9, kafka_consumer_consumer_metrics_io_wait_time_seconds_total, 2",
        "kafka.connect, sink-task-metrics, put-batch-max-time-ms, 1500, kafka_connect_sink_task_metrics_put_batch_max_time_seconds, 1.5",
    })
    void plan_timeThatIsAlsoInSeconds_isBesideItsNameInKafka(
            String domain, String group, String attribute, double value, String expected, double seconds) {
        MetricSource.Named named = MetricSource.group(domain, group, attribute, List.of(), "");
        List<SeriesPlan> plans =
                planner.plan(attribute.endsWith("-total") ? named.cumulative(() -> value) : named.gauge(() -> value));

        assertThat(plans).hasSize(2);
        assertThat(plans.get(1).family().sample()).isEqualTo(expected);
        assertThat(valueOf(plans.get(1))).isEqualTo(seconds, within(1e-9));
    }

    private static double valueOf(SeriesPlan plan) {
        double[] value = {Double.NaN};
        SeriesTable table = new SeriesTable((refused, reason) -> {});
        Objects.requireNonNull(table.add(plan)).read(new NumberSink(number -> value[0] = number));
        return value[0];
    }

    private record NumberSink(DoubleConsumer target) implements SampleSink {
        @Override
        public void number(double value) {
            target.accept(value);
        }

        @Override
        public void text(String value) {}

        @Override
        public void state(byte[] label, boolean current) {}

        @Override
        public void distribution(long count, double sum, double[] quantiles) {}
    }

    @ParameterizedTest
    @CsvSource({
        "connect-worker-rebalance-metrics, leader-name, kafka_connect_connect_worker_rebalance_metrics_leader_name_info info",
        "connector-metrics, status, kafka_connect_connector_metrics_status stateset",
        "connect-worker-metrics, connector-count, kafka_connect_connect_worker_metrics_connector_count gauge",
        "connect-worker-metrics, unheard-of, ''",
    })
    void plan_gaugeWithoutValue_isOfTheKindThatTheCatalogueKnows(String group, String attribute, String expected) {
        MetricSource source = MetricSource.group("kafka.connect", group, attribute, List.of(), "")
                .untyped(() -> null, () -> Absent.VALUE, () -> null);

        assertThat(names(planner.plan(Objects.requireNonNull(source)))).isEqualTo(expected);
    }

    @Test
    void plan_labels_areVerbatimButForDashes() {
        List<Label> keys = List.of(new Label("client-id", "a-b \"c\""), new Label("networkProcessor", "1"));
        SeriesPlan plan =
                onlyPlan(MetricSource.bean("kafka.server", "T", "N", keys).gauge(() -> 1));

        assertThat(plan.labels())
                .containsExactly(new Label("client_id", "a-b \"c\""), new Label("networkProcessor", "1"));
    }

    @Test
    void plan_labelsThatCollide_stayApart() {
        List<Label> keys = List.of(
                new Label("client-id", "1"),
                new Label("client_id", "2"),
                new Label("__name__", "3"),
                new Label("2nd", "4"),
                new Label("quantile", "5"));
        SeriesPlan plan =
                onlyPlan(MetricSource.bean("kafka.server", "T", "N", keys).distribution(NOTHING));

        assertThat(plan.labels())
                .containsExactly(
                        new Label("client_id", "1"),
                        new Label("client_id_", "2"),
                        new Label("key___name__", "3"),
                        new Label("key_2nd", "4"),
                        new Label("quantile_", "5"));
    }

    @Test
    void plan_quota_hasTheResourceAsLabel() {
        List<Label> keys = List.of(new Label("user", ""), new Label("client-id", "etl"));
        SeriesPlan plan = onlyPlan(MetricSource.group("kafka.server", "Request", "request-time", keys, "")
                .gauge(() -> 1));

        assertThat(plan.labels())
                .containsExactly(
                        new Label("resource", "Request"), new Label("user", ""), new Label("client_id", "etl"));
        assertThat(plan.help()).startsWith("Time that request handler and network threads spend for this user");
    }

    @Test
    void plan_help_isTheCataloguesElseKafkasElseTheMBean() {
        assertThat(onlyPlan(MetricSource.bean("kafka.server", "ReplicaManager", "LeaderCount", List.of())
                                .gauge(() -> 1))
                        .help())
                .isEqualTo("Partitions that this broker leads.");
        assertThat(onlyPlan(MetricSource.group("kafka.producer", "g", "a", List.of(), "What Kafka says.")
                                .gauge(() -> 1))
                        .help())
                .isEqualTo("What Kafka says. (MBean kafka.producer:type=g, attribute a)");
        assertThat(onlyPlan(MetricSource.bean("kafka.server", "T", "N", List.of())
                                .gauge(() -> 1))
                        .help())
                .isEqualTo("Kafka's MBean kafka.server:type=T,name=N.");
    }

    private SeriesPlan onlyPlan(MetricSource source) {
        List<SeriesPlan> plans = new ArrayList<>(planner.plan(source));
        assertThat(plans).hasSize(1);
        return plans.get(0);
    }

    private static MetricSource as(String kind, MetricSource.Named source) {
        return switch (kind) {
            case "gauge" -> source.gauge(() -> 1);
            case "meter" -> source.meter(() -> 1);
            case "cumulative" -> source.cumulative(() -> 1);
            case "nanoseconds" -> source.nanosecondMeter(() -> 1, rate -> () -> 1);
            case "text" -> source.text(() -> "text");
            case "distribution" -> source.distribution(NOTHING);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static String names(List<SeriesPlan> plans) {
        return plans.stream()
                .map(plan -> plan.family().sample() + " " + plan.family().type().openMetricsName())
                .collect(Collectors.joining(" "));
    }

    private static final Distribution NOTHING = new Distribution() {
        @Override
        public long count() {
            return 0;
        }

        @Override
        public double sum() {
            return 0;
        }

        @Override
        public void quantiles(double[] target) {}
    };
}
