package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.agent.client.OddClients;
import io.freshet.agent.credential.PasswordHash;
import io.freshet.agent.credential.TestCertificates;
import io.freshet.agent.text.Exposition;
import io.freshet.agent.text.Sample;
import io.freshet.agent.text.ScrapedFamily;
import io.freshet.local.Await;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.Ports;
import io.freshet.local.PrometheusServer;
import io.freshet.local.Tools;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker and clients of odd names, served over HTTPS with a password, read by programs that are not ours. */
class ServingIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse \"battery\"";

    /** As odd as topics may be. */
    private static final List<String> TOPICS = List.of("a.b-c_d", "a.b-c...", "UPPER.lower_1");

    private static Path folder;
    private static TestCertificates certificates;
    private static @Nullable KafkaBroker broker;
    private static @Nullable JavaProcess clients;
    private static final Map<String, Integer> PORTS = new LinkedHashMap<>();

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        certificates = new TestCertificates(folder);
        certificates.add("server", "EC");
        PORTS.put("broker", Ports.free());
        PORTS.put("clients", Ports.free());
        KafkaBroker started = KafkaBroker.builder()
                .agent(AgentJar.path(), "config=" + config("broker"))
                .start();
        broker = started;
        for (String topic : TOPICS) {
            started.createTopic(topic, 1, Map.of());
        }
        JavaProcess odd = JavaProcess.builder("odd-clients")
                .classPath(AgentJar.testClasses() + File.pathSeparator + KafkaVersion.V4_3.classPath())
                .mainClass(OddClients.class.getName())
                .args(started.bootstrapServers(), String.join(",", TOPICS))
                .agent(AgentJar.path(), "config=" + config("clients"))
                .jvmArgs("-Xmx128m", "-Dlog4j2.level=ERROR")
                .log(folder.resolve("clients.log"))
                .start();
        clients = odd;
        odd.awaitLog("all are there", SOON);
    }

    private static Path config(String process) throws Exception {
        return Files.writeString(
                folder.resolve(process + ".yaml"),
                """
                host: 127.0.0.1
                port: %d
                profile: all
                labels:
                  cluster: "one \\"two\\" \\\\ three"
                tls:
                  certificate: %s
                  key: %s
                auth.users:
                  prometheus: %s
                """
                        .formatted(
                                PORTS.get(process),
                                certificates.certificate("server"),
                                certificates.key("server"),
                                PasswordHash.of(PASSWORD, PasswordHash.ITERATIONS)));
    }

    @AfterAll
    static void stop() {
        if (clients != null) {
            clients.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "clients"})
    void text_promtool_findsFaultWithNamesOfKafkaOnly(String process) throws Exception {
        String page = page(process, "text");
        List<Pattern> accepted = Files.readAllLines(Path.of("src/test/resources/promtool-accepted-lints.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Pattern::compile)
                .toList();

        assertThat(Promtool.lints(page))
                .filteredOn(lint -> accepted.stream()
                        .noneMatch(pattern -> pattern.matcher(lint).matches()))
                .isEmpty();
    }

    /** The parser of Prometheus's own Python client. */
    @ParameterizedTest
    @ValueSource(strings = {"broker", "clients"})
    void openMetrics_parserOfPrometheus_readsTheSameSamples(String process) throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(
                "1".equals(System.getenv(Tools.REQUIRED)) || hasParser(python),
                "python3-prometheus-client is not installed");
        String page = page(process, "openmetrics");

        Result read = run(
                python,
                """
                import sys, io
                from prometheus_client.openmetrics.parser import text_fd_to_metric_families as parse
                text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', newline='\\n')
                print(sum(len(family.samples) for family in parse(text)))
                """,
                page);

        assertThat(read.output).isEqualTo(samples(Exposition.openMetrics(page)) + "\n");
    }

    @Test
    void oddNames_areThereUnchanged_andNoSeriesIsThereTwice() throws Exception {
        // Reading it strictly finds duplicates: see Exposition.
        Map<String, ScrapedFamily> page = Exposition.text(page("clients", "text"));

        assertThat(values(page, "kafka_producer_producer_metrics_record_send_total", "client_id"))
                .containsExactlyInAnyOrderElementsOf(OddClients.NAMES);
        assertThat(values(page, "kafka_consumer_consumer_coordinator_metrics_join_total", "client_id"))
                .containsExactlyInAnyOrderElementsOf(OddClients.NAMES);
        assertThat(values(page, "kafka_producer_producer_topic_metrics_record_send_total", "topic"))
                .containsExactlyInAnyOrderElementsOf(TOPICS);
        assertThat(values(page, "kafka_producer_producer_metrics_record_send_total", "cluster"))
                .containsExactly("one \"two\" \\ three");
        assertThat(values(
                        Exposition.text(page("broker", "text")),
                        "kafka_server_brokertopicmetrics_messagesin_total",
                        "topic"))
                .containsAll(TOPICS);
    }

    @ParameterizedTest
    @CsvSource({"text", "openmetrics"})
    void prometheus_overHttpsWithPassword_hasTheValues(String format) throws Exception {
        assumeTrue(Tools.find("prometheus").isPresent(), "prometheus is not installed");
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        Map<String, String> settings = Map.of(
                "scheme", "https",
                "tls_config", "{ca_file: '" + certificates.authority() + "'}",
                "basic_auth", "{username: prometheus, password_file: '" + password + "'}",
                "params", "{format: [" + format + "]}");
        PrometheusServer.Builder builder = PrometheusServer.builder();
        PORTS.forEach((process, port) -> builder.scrape(process, "127.0.0.1:" + port, settings));
        try (PrometheusServer prometheus = builder.start()) {
            PORTS.keySet().forEach(process -> prometheus.awaitUp(process, SOON));
            String topic = "kafka_server_brokertopicmetrics_messagesin_total{topic=\"" + TOPICS.get(0) + "\"}";
            String client = "kafka_producer_producer_metrics_record_send_total{client_id=\"new\\nline\"}";

            assertThat(value(prometheus, topic)).isEqualTo(OddClients.NAMES.size());
            assertThat(value(prometheus, client)).isEqualTo(TOPICS.size());
            assertThat(value(prometheus, "sum(scrape_samples_scraped{job=\"broker\"})"))
                    .isCloseTo(samples(Exposition.text(page("broker", "text"))), withinPercentage(20));
        }
    }

    private static double value(PrometheusServer prometheus, String query) {
        return Await.until(query, SOON, () -> {
            var found = prometheus.query(query).path(0).path("value").path(1);
            return found.isMissingNode() ? null : Double.valueOf(found.asText());
        });
    }

    private static int samples(Map<String, ScrapedFamily> page) {
        return page.values().stream()
                .mapToInt(family -> family.samples().size())
                .sum();
    }

    private static Set<String> values(Map<String, ScrapedFamily> page, String family, String label) {
        return Objects.requireNonNull(page.get(family), family).samples().stream()
                .map(Sample::labels)
                .map(labels -> labels.getOrDefault(label, ""))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String page(String process, String format) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificates.chain("server").get(1));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        byte[] pair = ("prometheus:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + PORTS.get(process) + "/metrics?format=" + format))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .build();
        HttpResponse<String> answer =
                HttpClient.newBuilder().sslContext(context).build().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static boolean hasParser(Path python) throws IOException, InterruptedException {
        return Files.isExecutable(python) && run(python, "import prometheus_client.openmetrics.parser", "").exit == 0;
    }

    private static Result run(Path program, String script, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "-c", script)
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has ended before it read all, and says why.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private record Result(int exit, String output) {}
}
