package io.freshet.agent;

import static io.freshet.agent.FourProcesses.SOON;
import static io.freshet.agent.FourProcesses.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.agent.client.SteadyProducer;
import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.PrometheusServer;
import io.freshet.local.Tools;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent in a broker, a Connect worker, a producer and a consumer, as users run them. */
class AgentIT {
    private static @Nullable FourProcesses started;

    private final FourProcesses processes = Objects.requireNonNull(started);

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        FourProcesses four = new FourProcesses(folder);
        started = four;
        ClientQuotaEntity steady = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "steady"));
        four.broker
                .admin()
                .alterClientQuotas(List.of(new ClientQuotaAlteration(
                        steady, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1e9)))))
                .all()
                .get();
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "worker", "producer", "consumer"})
    void scrape_eachProcess_isExplainedTypedAndFreeOfDuplicates(String process) {
        // Reading it is the assertion: see Exposition.
        Scrape text = processes.scrape(process);
        Scrape openMetrics = Scrape.openMetrics(processes.port(process));

        assertThat(text.families()).hasSizeGreaterThan(100);
        assertThat(openMetrics.families()).hasSizeGreaterThan(100);
        assertThat(text.family("freshet_agent_hook_applied").samples())
                .as("a hook that every process of Kafka needs")
                .contains(new Sample("freshet_agent_hook_applied", Map.of("hook", "kafka_metrics"), 1));
        assertThat(text.family("freshet_agent_errors_total").samples()).allMatch(sample -> sample.value() == 0);
        assertThat(text.samples("freshet_agent_series_dropped_total", Map.of("reason", "conflict")))
                .allMatch(sample -> sample.value() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "worker", "producer", "consumer"})
    void scrape_eachProcess_isLintFreeExceptForNamesThatKafkaGives(String process) throws Exception {
        List<Pattern> accepted = Files.readAllLines(Path.of("src/test/resources/promtool-accepted-lints.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Pattern::compile)
                .toList();

        List<String> lints = Promtool.lints(processes.scrape(process).page());

        assertThat(lints)
                .filteredOn(lint -> accepted.stream()
                        .noneMatch(pattern -> pattern.matcher(lint).matches()))
                .isEmpty();
    }

    @Test
    void prometheus_scrapesAllFour() throws Exception {
        assumeTrue(Tools.find("prometheus").isPresent(), "prometheus is not installed");
        PrometheusServer.Builder builder = PrometheusServer.builder().interval(Duration.ofSeconds(1));
        processes.ports().forEach((process, port) -> builder.scrape(process, "127.0.0.1:" + port));
        try (PrometheusServer prometheus = builder.start()) {
            for (String process : processes.ports().keySet()) {
                prometheus.awaitUp(process, SOON);
            }
        }
    }

    @Test
    void broker_namedMetrics_haveTheValuesOfTheirMBeans() throws Exception {
        try (JMXConnector connector = connect()) {
            MBeanServerConnection mbeans = connector.getMBeanServerConnection();
            check(
                    mbeans,
                    "kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions",
                    "Value",
                    "kafka_server_replicamanager_underreplicatedpartitions",
                    Map.of());
            check(
                    mbeans,
                    "kafka.server:type=ReplicaManager,name=PartitionCount",
                    "Value",
                    "kafka_server_replicamanager_partitioncount",
                    Map.of());
            check(
                    mbeans,
                    "kafka.server:type=ReplicaManager,name=LeaderCount",
                    "Value",
                    "kafka_server_replicamanager_leadercount",
                    Map.of());
            check(
                    mbeans,
                    "kafka.controller:type=KafkaController,name=ActiveControllerCount",
                    "Value",
                    "kafka_controller_kafkacontroller_activecontrollercount",
                    Map.of());
            check(
                    mbeans,
                    "kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec",
                    "Count",
                    "kafka_server_brokertopicmetrics_bytesin_total",
                    Map.of());
            check(
                    mbeans,
                    "kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec,topic=" + TOPIC,
                    "Count",
                    "kafka_server_brokertopicmetrics_messagesin_total",
                    Map.of("topic", TOPIC));
            check(
                    mbeans,
                    "kafka.log:type=Log,name=Size,topic=" + TOPIC + ",partition=0",
                    "Value",
                    "kafka_log_log_size",
                    Map.of("topic", TOPIC, "partition", "0"));
            check(
                    mbeans,
                    "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce",
                    "Count",
                    "kafka_network_requestmetrics_totaltimems_count",
                    Map.of("request", "Produce"));
            check(
                    mbeans,
                    "kafka.server:type=raft-metrics",
                    "current-epoch",
                    "kafka_server_raft_metrics_current_epoch",
                    Map.of());
        }
    }

    /** A value that moves lies between what JMX says before and after. */
    private void check(
            MBeanServerConnection mbeans, String mbean, String attribute, String series, Map<String, String> labels)
            throws Exception {
        double before = number(mbeans, mbean, attribute);
        double scraped = processes.scrape("broker").value(series, labels);
        double after = number(mbeans, mbean, attribute);
        assertThat(scraped).as(series).isBetween(before, after);
    }

    private static double number(MBeanServerConnection mbeans, String mbean, String attribute) throws Exception {
        return ((Number) mbeans.getAttribute(new ObjectName(mbean), attribute)).doubleValue();
    }

    @Test
    void broker_everyMBeanOfKafka_hasASeries() throws Exception {
        Set<String> families = processes.scrape("broker").families().keySet();
        Set<String> missing = new TreeSet<>();
        try (JMXConnector connector = connect()) {
            for (ObjectName mbean :
                    connector.getMBeanServerConnection().queryNames(new ObjectName("kafka.*:*"), null)) {
                if (mbean.getKeyProperty("name") != null
                        && names(mbean).stream().noneMatch(families::contains)) {
                    missing.add(mbean.getDomain() + ":type=" + mbean.getKeyProperty("type") + ",name="
                            + mbean.getKeyProperty("name"));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** The naming rule once more, from its description. */
    private static List<String> names(ObjectName mbean) {
        String name =
                mbean.getKeyProperty("name").replaceAll("PerSec$", "").replaceAll("-?Percent$|-percent$", "_percent");
        String family = String.join("_", mbean.getDomain(), mbean.getKeyProperty("type"), name)
                .replaceAll("[^a-zA-Z0-9_]", "_")
                .toLowerCase(Locale.ROOT);
        return List.of(family, family + "_total", family + "_info");
    }

    @SuppressWarnings("BanJNDI") // The address is that of a broker which this test has started.
    private JMXConnector connect() throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + processes.jmxPort + "/jmxrmi"));
    }

    @Test
    void requestHandlersIdle_eachPool_isWhatRequestsLeave() throws Exception {
        processes.broker.createTopic("compressed", 1, HandlerTime.COMPRESSED);
        HandlerTime.Moment start = HandlerTime.Moment.now(processes.brokerPort);
        HandlerTime.load(processes.broker.bootstrapServers(), "compressed", 6);
        HandlerTime time = start.until(HandlerTime.Moment.now(processes.brokerPort));
        int threads = FourProcesses.REQUEST_HANDLERS;

        assertThat(time.busy()).isGreaterThan(0.2);
        assertThat(time.idle(HandlerTime.BROKER)).isCloseTo(1 - time.busy() / threads, within(0.1));
        assertThat(time.idle(HandlerTime.CONTROLLER)).isGreaterThan(0.9);
        assertThat(time.idle(HandlerTime.ALL)).isCloseTo(1 - time.busy() / (2 * threads), within(0.07));
        for (String pool : List.of("", "broker", "controller")) {
            String share = "kafka_server_kafkarequesthandlerpool_" + pool + "requesthandleravgidle_percent";
            assertThat(processes.scrape("broker").value(share, Map.of()))
                    .as(share)
                    .isBetween(0.0, 1.0);
        }
    }

    @Test
    void broker_deletedTopic_takesItsSeriesAlong() throws Exception {
        processes.broker.createTopic("brief", 1, Map.of());
        Await.untilTrue("series of the topic", SOON, () -> !topicSeries("brief").isEmpty());

        processes.broker.admin().deleteTopics(List.of("brief")).all().get();

        Await.untilTrue(
                "no series of the topic", SOON, () -> topicSeries("brief").isEmpty());
        assertThat(topicSeries(TOPIC)).isNotEmpty();
    }

    private List<Sample> topicSeries(String topic) {
        return processes
                .scrape("broker")
                .all()
                .filter(sample -> topic.equals(sample.labels().get("topic")))
                .filter(sample -> sample.name().startsWith("kafka_cluster_partition"))
                .toList();
    }

    @Test
    void producer_closedClient_takesItsSeriesAlong() throws Exception {
        assertThat(clients()).contains("steady", SteadyProducer.SECOND);

        Files.createFile(processes.closeSecondClient);

        Await.untilTrue("no series of the closed client", SOON, () -> !clients().contains(SteadyProducer.SECOND));
        assertThat(clients()).contains("steady");
    }

    private Set<String> clients() {
        return processes
                .scrape("producer")
                .all()
                .map(sample -> sample.labels().getOrDefault("client_id", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void jvm_eachProcess_isThereUnderBothNames() {
        Scrape scrape = processes.scrape("producer");

        assertThat(scrape.family("jvm_memory_bytes_used").samples()).hasSize(2);
        assertThat(scrape.family("jvm_memory_used_bytes").samples()).hasSize(2);
        assertThat(scrape.value("process_start_time_seconds", Map.of()) * 1000)
                .isGreaterThan(ManagementFactory.getRuntimeMXBean().getStartTime() - 1e9);
    }
}
