package io.freshet.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.config.AgentConfig;
import io.freshet.agent.config.ServerOptions;
import io.freshet.agent.credential.PasswordHash;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.local.Ports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {

    private final AgentHealth health = new AgentHealth(new AgentLog(new PrintStream(OutputStream.nullOutputStream())));
    private final SeriesTable table = new SeriesTable(health);
    private final int port = Ports.free();
    private final AtomicInteger broken = new AtomicInteger();
    private MetricsServer server;

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            int value = i;
            table.add(SeriesPlan.number(
                    new FamilyName("family_" + i % 7, FamilyType.GAUGE),
                    "Help.",
                    "",
                    List.of(new Label("number", "" + i)),
                    () -> value));
        }
        server = MetricsServer.bind(options(""), health);
        server.start(new MetricsPage(this::breakIfTold, table, List::of, health), Optional.empty());
    }

    private void breakIfTold() {
        if (broken.get() > 0) {
            throw new IllegalStateException("broken");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void get_metrics_isTheTextFormat() throws IOException {
        String answer = ask(get(""));

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .contains("Connection: close\r\n", "family_0{number=\"0\"} 0\n");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(answer).contains("Content-Length: " + body.length() + "\r\n");
    }

    @Test
    void get_openMetricsAsked_isOpenMetrics() throws IOException {
        assertThat(ask(get("Accept: application/openmetrics-text")))
                .contains("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                .endsWith("# EOF\n");
    }

    @Test
    void get_gzipAsked_isTheSamePageZipped() throws IOException {
        String plain = ask(get(""));
        byte[] answer = askBytes(get("Accept-Encoding: deflate, gzip;q=0.5"));
        String head = new String(answer, StandardCharsets.ISO_8859_1);
        int body = head.indexOf("\r\n\r\n") + 4;

        assertThat(head).contains("Content-Encoding: gzip\r\n");
        try (GZIPInputStream zipped =
                new GZIPInputStream(new ByteArrayInputStream(answer, body, answer.length - body))) {
            assertThat(new String(zipped.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(plain.substring(plain.indexOf("\r\n\r\n") + 4));
        }
    }

    @Test
    void get_gzipRefused_isPlain() throws IOException {
        assertThat(ask(get("Accept-Encoding: gzip;q=0"))).doesNotContain("Content-Encoding");
    }

    @Test
    void head_metrics_hasTheHeadOnly() throws IOException {
        assertThat(ask(request("HEAD", "/metrics", "")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsPattern("Content-Length: [0-9]{5}\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void get_names_theseFamiliesOnly() throws IOException {
        String answer = ask(request("GET", "/metrics?name[]=family_3&name%5B%5D=family_5", ""));

        assertThat(answer.lines().filter(line -> line.startsWith("# TYPE")))
                .containsExactly("# TYPE family_3 gauge", "# TYPE family_5 gauge");
    }

    @Test
    void get_formatInTheAddress_winsOverAccept() throws IOException {
        assertThat(ask(request("GET", "/metrics?format=text", "Accept: application/openmetrics-text")))
                .contains("Content-Type: text/plain; version=0.0.4");
        assertThat(ask(request("GET", "/metrics?format=openmetrics", ""))).endsWith("# EOF\n");
        assertThat(ask(request("GET", "/metrics?format=json", ""))).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void get_healthz_isOk() throws IOException {
        assertThat(ask(request("GET", "/healthz", "")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\nok\n");
    }

    @Test
    void anythingElse_isRefused() throws IOException {
        assertThat(ask(request("GET", "/nothing", ""))).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(ask(request("POST", "/metrics", "Content-Length: 0")))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("Allow: GET, HEAD\r\n");
        assertThat(ask(get("Accept: application/json")))
                .startsWith("HTTP/1.1 406 Not Acceptable\r\n")
                .endsWith("Here are text/plain; version=0.0.4; charset=utf-8 and "
                        + "application/openmetrics-text; version=1.0.0; charset=utf-8.\n");
    }

    @Test
    void get_users_whoKnowsThePasswordIsLetIn() throws IOException {
        server.close();
        server = MetricsServer.bind(options(",auth.users.me=" + PasswordHash.of("s3cret", 10_000)), health);
        server.series().forEach(table::add);
        server.start(new MetricsPage(this::breakIfTold, table, List::of, health), Optional.empty());
        String known = "Authorization: Basic " + base64("me:s3cret");

        assertThat(ask(get("")))
                .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                .contains("WWW-Authenticate: Basic realm=\"freshet-agent\", charset=\"UTF-8\"\r\n");
        assertThat(ask(request("GET", "/nothing", ""))).startsWith("HTTP/1.1 401 ");
        assertThat(ask(request("GET", "/healthz", ""))).startsWith("HTTP/1.1 200 ");
        assertThat(ask(get(known)))
                .startsWith("HTTP/1.1 200 ")
                .contains("freshet_agent_authentication_failures_total{reason=\"missing\"} 2\n");
        assertThat(ask(get("Authorization: Basic " + base64("me:guess")))).startsWith("HTTP/1.1 401 ");
        assertThat(ask(get(known))).contains("freshet_agent_authentication_failures_total{reason=\"wrong\"} 1\n");

        server.changed(options(",auth.users.you=" + PasswordHash.of("other", 10_000)));

        assertThat(ask(get("Authorization: Basic " + base64("you:other")))).startsWith("HTTP/1.1 200 ");
        assertThat(ask(get(known))).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void get_pageFails_is500AndTheServerGoesOn() throws IOException {
        broken.set(1);
        assertThat(ask(get("")))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .doesNotContain("broken");
        broken.set(0);

        assertThat(ask(get(""))).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void get_sideBySide_eachGetsAWholePage() throws Exception {
        String expected = ask(get(""));
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                answers.add(clients.submit(() -> ask(get(""))));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private ServerOptions options(String more) {
        return AgentConfig.read("port=" + port + ",host=127.0.0.1" + more, Map.of())
                .server();
    }

    private static String get(String field) {
        return request("GET", "/metrics", field);
    }

    private static String request(String method, String target, String field) {
        return String.join(
                "\r\n",
                method + " " + target + " HTTP/1.1",
                "Host: x",
                "Connection: close",
                field.isEmpty() ? "A: b" : field,
                "",
                "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String ask(String request) throws IOException {
        return new String(askBytes(request), StandardCharsets.UTF_8);
    }

    private byte[] askBytes(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return socket.getInputStream().readAllBytes();
        }
    }
}
