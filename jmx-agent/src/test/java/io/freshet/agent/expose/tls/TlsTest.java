package io.freshet.agent.expose.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.agent.config.AgentConfig;
import io.freshet.agent.credential.TestCertificates;
import io.freshet.agent.expose.MetricsPage;
import io.freshet.agent.expose.MetricsServer;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.local.Await;
import io.freshet.local.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS as clients see it. */
class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Path folder;
    private static TestCertificates certificates;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AgentHealth health =
            new AgentHealth(new AgentLog(new PrintStream(log, true, StandardCharsets.UTF_8)));
    private final SeriesTable table = new SeriesTable(health);
    private final int port = Ports.free();
    private @Nullable MetricsServer server;

    @BeforeAll
    static void make(@TempDir Path temporary) throws Exception {
        folder = temporary;
        certificates = new TestCertificates(folder);
        certificates.add("server", "RSA");
        certificates.add("renewed", "EC");
        certificates.add("prometheus", "EC");
        certificates.add("stranger", "EC");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void start(String settings) throws IOException {
        MetricsServer started = MetricsServer.bind(
                AgentConfig.read("port=" + port + ",host=127.0.0.1," + settings, Map.of())
                        .server(),
                health);
        server = started;
        started.series().forEach(table::add);
        started.start(new MetricsPage(() -> {}, table, List::of, health), Optional.empty());
    }

    private static String pem(String name) throws Exception {
        return "tls.certificate=" + certificates.certificate(name) + ",tls.key=" + certificates.key(name);
    }

    @Test
    void get_pem_isServedAndTheEndOfTheCertificateIsASeries() throws Exception {
        start(pem("server"));

        HttpResponse<String> answer = get(client(""), "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(answer.body())
                .containsPattern("freshet_agent_tls_certificate_end_timestamp_seconds 1[0-9]{9}\n")
                .contains("freshet_agent_tls_handshake_failures_total 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void get_keystore_isServed(String type) throws Exception {
        start("tls.keystore=" + certificates.keystore("server", type) + ",tls.keystore.password="
                + TestCertificates.PASSWORD);

        assertThat(get(client(""), "/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void get_version12Only_isSpoken() throws Exception {
        start(pem("server") + ",tls.versions=TLSv1.2");

        assertThat(get(client(""), "/healthz").sslSession().orElseThrow().getProtocol())
                .isEqualTo("TLSv1.2");
    }

    @Test
    void get_clientCa_certificatesOfItAreLetInAndOfTheseOnlyTheNames() throws Exception {
        start(pem("server") + ",tls.client.ca=" + certificates.authority() + ",tls.client.names=prometheus");

        assertThatThrownBy(() -> get(client(""), "/metrics")).isInstanceOf(IOException.class);
        assertThat(get(client("stranger"), "/metrics").statusCode()).isEqualTo(403);
        assertThat(get(client("prometheus"), "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void get_withoutTls_isToldWhatIsSpoken() throws Exception {
        start(pem("server"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("This port speaks HTTPS.\n");
        }
    }

    @Test
    void newFiles_good_areTaken_bad_areCountedAndSaidOnce() throws Exception {
        Path certificate = folder.resolve("live.pem");
        Path key = folder.resolve("live-key.pem");
        Files.copy(certificates.certificate("server"), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificates.key("server"), key, StandardCopyOption.REPLACE_EXISTING);
        start("tls.certificate=" + certificate + ",tls.key=" + key);

        Files.copy(certificates.certificate("renewed"), certificate, StandardCopyOption.REPLACE_EXISTING);
        awaitReload("refused");
        assertThat(subject()).isEqualTo("CN=server");
        Files.copy(certificates.key("renewed"), key, StandardCopyOption.REPLACE_EXISTING);
        awaitReload("loaded");

        assertThat(subject()).isEqualTo("CN=renewed");
        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("freshet-agent: new files for TLS are of no use and the old ones stay: [" + certificate
                        + ", " + key + "]: the key in it is another one");
    }

    private void awaitReload(String result) {
        Await.untilTrue("files " + result, SOON, () -> {
            try {
                return get(client(""), "/metrics")
                        .body()
                        .contains("freshet_agent_tls_reloads_total{result=\"" + result + "\"} 1\n");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private String subject() throws Exception {
        return get(client(""), "/healthz")
                .sslSession()
                .orElseThrow()
                .getPeerPrincipal()
                .getName();
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A client with the certificate of that name, or without any. */
    private static HttpClient client(String name) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificates.chain("server").get(1));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = {};
        if (!name.isEmpty()) {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(
                    KeyStore.getInstance(
                            certificates.keystore(name, "PKCS12").toFile(), TestCertificates.PASSWORD.toCharArray()),
                    TestCertificates.PASSWORD.toCharArray());
            keys = own.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
