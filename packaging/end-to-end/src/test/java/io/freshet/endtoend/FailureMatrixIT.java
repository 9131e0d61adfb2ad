package io.freshet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import io.freshet.local.TcpProxy;
import io.freshet.local.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong around a table, one thing after the other, with source and sink connectors side by side that tolerate
 * errors and that do not: no flight is lost, skipped or joined with a row that it should not have. Each flight has a number,
 * each airport a version, which changes with what happens. The feed of the table goes through a network of its own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailureMatrixIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How long the feed is cut off; longer for a look by hand. */
    private static final int CUT_SECONDS = Integer.getInteger("freshet.cut.seconds", 15);

    private static final String AIRPORTS = "airports";
    private static final String FLIGHTS = "flights";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] CALM = {"source", "source-all", "sink", "sink-all"};
    private static final String[] STRICT = {"strict-source", "strict-source-all", "strict-sink", "strict-sink-all"};
    private static final String[] LENIENT = {"lenient-source-all", "lenient-sink-all"};
    private static final String TAGGING = "tagging-source";

    private static Path folder;
    private static TcpProxy network;
    private static KafkaBroker broker;
    private static ConnectWorker worker;
    private static int agentPort;
    private static int sent;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        folder = temporary;
        int behind = Ports.free();
        network = TcpProxy.to(behind);
        broker = KafkaBroker.builder().secondListener(behind, network.port()).start();
        agentPort = Ports.free();
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .plugins(Freshet.unpackArchive(folder.resolve("plugins")))
                .config("rebalance.timeout.ms", "10000")
                .agent(Freshet.agent(), "port=" + agentPort + ",host=127.0.0.1")
                .start();
        broker.createTopic(FLIGHTS, 1, Map.of());
        broker.createTopic(AIRPORTS, 1, Map.of());
        writeAirports(1);
    }

    @AfterAll
    static void stop() {
        worker.close();
        broker.close();
        network.close();
    }

    @Test
    @Order(1)
    void nothing_goesWrong() {
        for (String name : CALM) {
            worker.connectors().put(name, connector(name, Map.of()));
        }

        assertJoined(CALM, sendFlights(100), 1);
        assertThat(table("ready")).isEqualTo(1);
        assertThat(table("rows")).isEqualTo(10);
        assertThat(join("source", "hits_total")).isEqualTo(100);
        assertThat(join("source", "misses_total")).isZero();
    }

    @Test
    @Order(2)
    void exposition_ofTheAgent_isExplainedAndLintFree() throws Exception {
        List<String> page = AgentPage.scrape(agentPort).about("freshet_enrich_");

        assertThat(page)
                .contains(
                        "# HELP freshet_enrich_table_metrics_staleness_seconds Age of the table, how long ago it was last"
                                + " known to hold all that its topic held.",
                        "# TYPE freshet_enrich_table_metrics_staleness_seconds gauge",
                        "# TYPE freshet_enrich_join_metrics_hits_total counter",
                        "freshet_enrich_join_metrics_hits_total{name=\"sink-all\"} 100");
        assertThat(page)
                .filteredOn(line -> line.startsWith("# HELP") && !line.contains("_rate "))
                .allMatch(line -> !line.contains("MBean"));
        assertLintFree(page);
    }

    @Test
    @Order(3)
    void broker_restarts() {
        broker.stop();
        broker.start();

        assertJoined(CALM, sendFlights(100), 1);
        awaitFresh();
        assertThat(table("feed_up")).isEqualTo(1);
    }

    @Test
    @Order(4)
    void topic_isCreatedAnew() throws Exception {
        double failures = table("feed_failures_total");
        broker.admin().deleteTopics(List.of(AIRPORTS)).all().get();
        Await.untilTrue("the feed is down", PATIENCE, () -> table("feed_up") == 0);
        assertJoined(CALM, sendFlights(50), 1);
        assertThat(table("feed_failures_total")).isGreaterThan(failures);

        broker.createTopic(AIRPORTS, 1, Map.of());
        double applied = table("changes_applied_total");
        writeAirports(2);
        Await.untilTrue("the new rows", PATIENCE, () -> table("changes_applied_total") >= applied + 10);
        awaitFresh();
        assertJoined(CALM, sendFlights(50), 2);
        assertThat(table("rows")).isEqualTo(10);
    }

    @Test
    @Order(5)
    void worker_isKilled() {
        sendFlights(50);
        worker.kill9();
        int[] flights = sendFlights(50);
        worker.start();

        assertJoined(CALM, IntStream.range(flights[0] - 50, sent).toArray(), 2);
    }

    @Test
    @Order(6)
    void feed_isCutOff() throws Exception {
        Map<String, String> bounded = Map.of("table.max.staleness", "5s");
        for (String name : STRICT) {
            worker.connectors().put(name, connector(name, bounded));
        }
        for (String name : LENIENT) {
            worker.connectors()
                    .put(name, connector(name, Map.of("table.max.staleness", "5s", "on.unavailable", "tolerate")));
        }
        worker.connectors().put(TAGGING, connector(TAGGING, Map.of("table.max.staleness", "5s", "on.stale", "tag")));
        waitWithoutKnowing();
        int[] before = IntStream.range(0, sent).toArray();
        assertJoined(STRICT, before, 2);
        assertJoined(LENIENT, before, 2);
        assertJoined(new String[] {TAGGING}, before, 2);

        network.cut();
        writeAirports(3);
        Await.untilTrue("a stale table", PATIENCE, () -> table("staleness_seconds") > CUT_SECONDS);
        int[] during = sendFlights(50);

        // Those that do not care go on with what they have, one of them says so.
        assertJoined(CALM, during, 2);
        assertJoined(new String[] {TAGGING}, during, 2);
        assertThat(tagged(TAGGING))
                .containsExactlyElementsOf(Arrays.stream(during).boxed().toList());
        // Those that do, fail, whatever errors they tolerate, before the first of these flights.
        for (String name : STRICT) {
            assertThat(worker.connectors().awaitFailed(name, PATIENCE))
                    .contains("TableUnavailableError: The table of airports is not known to be up to date since ")
                    .contains("(table.max.staleness=5000ms, on.stale=fail)");
            assertThat(seen(name).keySet())
                    .doesNotContainAnyElementsOf(Arrays.stream(during).boxed().toList());
        }
        // Those that tolerate that as well skip all of them: that is what it means.
        for (String name : LENIENT) {
            Await.untilTrue("skipped flights", PATIENCE, () -> join(name, "unavailable_total") == 50);
        }
        assertThat(table("feed_up")).isZero();
        assertThat(table("last_poll_seconds_ago")).isLessThan(20);

        network.heal();
        awaitFresh();
        int[] after = sendFlights(50);
        assertJoined(CALM, after, 3);
        assertJoined(LENIENT, after, 3);
        assertJoined(new String[] {TAGGING}, after, 3);
        assertThat(tagged(TAGGING)).hasSize(50);
        for (String name : STRICT) {
            worker.connectors().request("POST", "/connectors/" + name + "/restart?includeTasks=true", "");
        }
        assertJoined(STRICT, during, 3);
        assertJoined(STRICT, after, 3);
        for (String name : LENIENT) {
            assertThat(seen(name).keySet())
                    .doesNotContainAnyElementsOf(Arrays.stream(during).boxed().toList());
        }
    }

    @Test
    @Order(7)
    void sink_waitsForItsTableLongerThanItsConsumerMay() {
        for (String name : List.of("slow-sink", "slow-sink-all")) {
            broker.createTopic(name, 1, Map.of());
            put(
                    name,
                    Map.of(
                            "table.topic", name,
                            "table.quiet.time", "1h",
                            "table.ready.timeout", "2m",
                            "max.poll.interval.ms", "10000"),
                    10_000);
        }

        for (String name : List.of("slow-sink", "slow-sink-all")) {
            assertThat(worker.connectors().awaitFailed(name, PATIENCE))
                    .contains("TableUnavailableError: The table of " + name
                            + " has not loaded within 9000ms (table.ready.timeout=120000ms, but nine tenths of"
                            + " max.poll.interval.ms=10000 at most: a sink's consumer that waits longer loses its"
                            + " partitions); it has 0 rows by now. The topic is still being read, 0 messages remain. To"
                            + " give it more time, set consumer.override.max.poll.interval.ms of the connector and"
                            + " max.poll.interval.ms of this transformation, both to more than table.ready.timeout");
            assertThat(worker.process().logText())
                    .doesNotContain("groupId=connect-" + name + "] consumer poll timeout has expired");
        }
        assertThat(worker.connectors().awaitFailed("late-sink", PATIENCE))
                .contains("TableUnavailableError: The table of late has not loaded within ")
                .contains(
                        "(table.ready.timeout), in which the connector's consumer has left its group: its task did not poll"
                                + " it for its max.poll.interval.ms (consumer.override.max.poll.interval.ms), or the group does not"
                                + " answer");
        worker.process().awaitLog("consumer poll timeout has expired", PATIENCE);
        broker.createTopic("late", 1, Map.of());
        writeAirports("late", 4);
        worker.connectors().request("POST", "/connectors/late-sink/restart?includeTasks=true", "");
        // No flight is lost, and the task comes to rest.
        assertJoined(new String[] {"late-sink"}, IntStream.range(0, sent).toArray(), 4);
    }

    @Test
    @Order(8)
    void task_isStoppedWhileItsRecordWaits() {
        Map<String, String> readBy = Map.of(
                "stopped-source", "kafka_connect_source_task_metrics_source_record_poll_total",
                "stopped-sink", "kafka_connect_sink_task_metrics_sink_record_read_total");
        readBy.forEach((name, read) -> {
            worker.connectors().put(name, connector(name, Map.of("table.topic", "never", "table.name", name)));
            Await.untilTrue("a record of " + name, PATIENCE, () -> of(read, "connector", name) > 0);
        });
        readBy.keySet().forEach(worker.connectors()::delete);

        // Long before table.ready.timeout: a while after the time that Connect gives a task to stop.
        for (String name : readBy.keySet()) {
            Await.untilTrue("the end of the table of " + name, Duration.ofSeconds(30), () -> {
                return Double.isNaN(of("freshet_enrich_table_metrics_ready", "table", name));
            });
        }
        worker.process().awaitLog("StoppedTaskError: The task was stopped while a record waited", PATIENCE);
    }

    private static double of(String metric, String label, String value) {
        return AgentPage.scrape(agentPort).value(metric, label, value);
    }

    /** This one's load takes longer than its consumer may wait, which nobody told it; it is heard of in the next test. */
    private static void waitWithoutKnowing() {
        put("late-sink", Map.of("table.topic", "late", "table.name", "late"), 6_000);
    }

    private static void put(String name, Map<String, String> enrich, int maxPollIntervalMillis) {
        Map<String, String> config = connector(name, enrich);
        config.put("consumer.override.max.poll.interval.ms", "" + maxPollIntervalMillis);
        worker.connectors().put(name, config);
    }

    /** Each flight came out, each time with the version of its airport that this is about. */
    private static void assertJoined(String[] connectors, int[] flights, int version) {
        for (String name : connectors) {
            Await.untilTrue("flights up to " + flights[flights.length - 1] + " in " + name, PATIENCE, () -> seen(name)
                    .keySet()
                    .containsAll(Arrays.stream(flights).boxed().toList()));
            Map<Integer, List<Map<String, String>>> seen = seen(name);
            for (int flight : flights) {
                Map<String, String> whole = Map.of("n", "" + flight, "origin", origin(flight), "v", "" + version);
                assertThat(seen.get(flight)).as(name).isNotEmpty().allMatch(whole::equals, whole.toString());
            }
            worker.connectors().awaitRunning(name, 1, PATIENCE);
        }
    }

    /** Returns what came out of a connector, by the flight's number. */
    private static Map<Integer, List<Map<String, String>>> seen(String connector) {
        List<Map<String, String>> all = connector.contains("source") ? written(connector) : lines(connector);
        return all.stream()
                .collect(Collectors.groupingBy(
                        flight -> Integer.valueOf(flight.get("n")), TreeMap::new, Collectors.toList()));
    }

    private static List<Map<String, String>> written(String connector) {
        List<Map<String, String>> all = new ArrayList<>();
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), "out-" + connector, 1)) {
            for (ConsumerRecord<String, String> record : contents.toTheEnd().get(0)) {
                all.add(JSON.readValue(record.value(), new TypeReference<Map<String, String>>() {}));
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    private static List<Integer> tagged(String connector) throws JsonProcessingException {
        List<Integer> numbers = new ArrayList<>();
        try (TopicContents contents = new TopicContents(broker.bootstrapServers(), "out-" + connector, 1)) {
            for (ConsumerRecord<String, String> record : contents.toTheEnd().get(0)) {
                if (record.headers().lastHeader("freshet.enrich.stale") != null) {
                    numbers.add(JSON.readTree(record.value()).path("n").asInt());
                }
            }
        }
        return numbers;
    }

    /** The file has a map's text in each line. */
    private static List<Map<String, String>> lines(String connector) {
        Path file = folder.resolve(connector + ".txt");
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .map(FailureMatrixIT::map)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> map(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String entry : text.substring(1, text.length() - 1).split(", ", -1)) {
            String[] parts = entry.split("=", 2);
            map.put(parts[0], parts[1]);
        }
        return map;
    }

    private static Map<String, String> connector(String name, Map<String, String> enrich) {
        Map<String, String> config = new HashMap<>();
        if (name.contains("source")) {
            config.put("connector.class", "io.freshet.connect.topic.TopicSourceConnector");
            config.put("topics", FLIGHTS);
            config.put("topic.format", "out-" + name);
            config.put("source.bootstrap.servers", broker.bootstrapServers());
        } else {
            config.put("connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector");
            config.put("topics", FLIGHTS);
            config.put("file", folder.resolve(name + ".txt").toString());
            // A killed worker's partitions are given to its successor after this long.
            config.put("consumer.override.session.timeout.ms", "6000");
        }
        config.put("tasks.max", "1");
        config.put("errors.tolerance", name.endsWith("-all") ? "all" : "none");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "airport");
        Map<String, String> settings = new HashMap<>();
        settings.put("type", "io.freshet.transforms.enrich.Enrich$Value");
        settings.put("key", "origin");
        settings.put("fields", "v");
        settings.put("on.miss", "fail");
        settings.put("metrics.name", name);
        settings.put("table.topic", AIRPORTS);
        settings.put("table.name", AIRPORTS);
        settings.put("table.bootstrap.servers", "127.0.0.1:" + network.port());
        settings.putAll(enrich);
        settings.forEach((key, value) -> config.put("transforms.airport." + key, value));
        return config;
    }

    private static void writeAirports(int version) {
        writeAirports(AIRPORTS, version);
    }

    private static void writeAirports(String topic, int version) {
        SentRecords.send(
                broker,
                IntStream.range(0, 10)
                        .mapToObj(i -> new ProducerRecord<>(topic, "A" + i, "{\"v\":" + version + "}"))
                        .toList());
    }

    /** Returns the numbers of the flights. */
    private static int[] sendFlights(int count) {
        int[] numbers = IntStream.range(sent, sent + count).toArray();
        sent += count;
        SentRecords.send(
                broker,
                Arrays.stream(numbers)
                        .mapToObj(n -> new ProducerRecord<>(
                                FLIGHTS, "f" + n, "{\"n\":" + n + ",\"origin\":\"" + origin(n) + "\"}"))
                        .toList());
        return numbers;
    }

    private static String origin(int flight) {
        return "A" + flight % 10;
    }

    private static void awaitFresh() {
        Await.untilTrue("a fresh table", PATIENCE, () -> table("staleness_seconds") < 2);
    }

    private static double table(String attribute) {
        return of("freshet_enrich_table_metrics_" + attribute, "table", AIRPORTS);
    }

    private static double join(String name, String attribute) {
        return of("freshet_enrich_join_metrics_" + attribute, "name", name);
    }

    private static void assertLintFree(List<String> page) throws IOException, InterruptedException {
        Path promtool = Tools.find("promtool").orElse(null);
        if (promtool == null) {
            return;
        }
        Path file = Files.write(folder.resolve("page.txt"), page);
        Process lint = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(lint.getInputStream().readAllBytes(), UTF_8);
        assertThat(lint.waitFor()).as(output).isZero();
    }
}
