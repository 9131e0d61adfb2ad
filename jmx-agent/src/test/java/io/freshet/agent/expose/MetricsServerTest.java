package io.freshet.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private static final String GET = "GET /metrics HTTP/1.1\r\nHost: x\r\n";

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
        server = MetricsServer.bind("127.0.0.1", port, health);
        server.start(new MetricsPage(this::breakIfTold, table, List::of, health));
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
        String answer = ask(GET + "\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .contains("Connection: close\r\n", "family_0{number=\"0\"} 0\n");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(answer).contains("Content-Length: " + body.length() + "\r\n");
    }

    @Test
    void get_openMetricsAsked_isOpenMetrics() throws IOException {
        assertThat(ask(GET + "Accept: application/openmetrics-text\r\n\r\n"))
                .contains("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                .endsWith("# EOF\n");
    }

    @Test
    void get_gzipAsked_isTheSamePageZipped() throws IOException {
        String plain = ask(GET + "\r\n");
        byte[] answer = askBytes(GET + "Accept-Encoding: deflate, gzip;q=0.5\r\n\r\n");
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
        assertThat(ask(GET + "Accept-Encoding: gzip;q=0\r\n\r\n")).doesNotContain("Content-Encoding");
    }

    @Test
    void head_metrics_hasNoBody() throws IOException {
        assertThat(ask("HEAD /metrics HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void get_withQuery_isAnswered() throws IOException {
        assertThat(ask("GET /metrics?name[]=x HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void anythingElse_isRefused() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(ask("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("Allow: GET, HEAD\r\n");
        assertThat(ask("hello\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(ask("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void get_pageFails_is500AndTheServerGoesOn() throws IOException {
        broken.set(1);
        assertThat(ask(GET + "\r\n"))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .doesNotContain("broken");
        broken.set(0);

        assertThat(ask(GET + "\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void get_sideBySide_eachGetsAWholePage() throws Exception {
        String expected = ask(GET + "\r\n");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                answers.add(clients.submit(() -> ask(GET + "\r\n")));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void silentClients_blockNobody() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
                silent.get(i).getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(ask(GET + "\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void bind_portTaken_throws() {
        assertThatThrownBy(() -> MetricsServer.bind("127.0.0.1", port, health)).isInstanceOf(BindException.class);
    }

    @Test
    void close_givesThePortBack() throws IOException {
        server.close();

        MetricsServer.bind("127.0.0.1", port, health).close();
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
