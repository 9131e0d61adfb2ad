package io.freshet.agent.expose.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.Await;
import io.freshet.local.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server as clients see it, over real sockets. */
class HttpServerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int BIG = 64 << 20;

    private final int port = Ports.free();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        start(new Limits(4, 5_000, 60_000, 60_000));
    }

    private void start(Limits limits) throws IOException {
        server = HttpServer.bind("127.0.0.1", port, limits, (what, failure) -> failures.add(what + ": " + failure));
        server.start(Transport.PLAIN, this::answer);
    }

    private Response answer(HttpRequest request) throws Refusal {
        if (request.path().equals("/big")) {
            return Response.page("text/plain", Body.of(new byte[BIG]));
        }
        if (request.path().equals("/hangs")) {
            waitForTheEnd();
            return Response.line(Status.OK, "at last");
        }
        return Response.line(Status.OK, request.method() + " " + request.path() + " " + request.parameters("name[]"));
    }

    private void waitForTheEnd() {
        hanging.incrementAndGet();
        try {
            letGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws IOException {
        letGo.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void get_wholeAnswer() throws IOException {
        String answer =
                """
                HTTP/1.1 200 OK
                Content-Type: text/plain; charset=utf-8
                Cache-Control: no-store
                X-Content-Type-Options: nosniff
                Content-Length: 10
                Connection: close

                GET /x []""";

        assertThat(ask("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .isEqualTo(answer.replace("\n", "\r\n") + "\n");
    }

    @Test
    void head_sameHeadWithoutBody() throws IOException {
        assertThat(ask("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .contains("Content-Length: 11\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a%20b?name[]=x+y&other=1&name%5B%5D=%C3%A9 | GET /a b [x y, é]",
                "http://somewhere:1234/p?name[]=q            | GET /p [q]",
                "http://somewhere                            | GET / []",
                "/?name[]&x=1                                | GET / []",
            })
    void get_oddButGoodTargets_areUnderstood(String target, String line) throws IOException {
        assertThat(ask("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .endsWith("\r\n\r\n" + line + "\n");
    }

    @Test
    void get_severalOnOneConnection_areAnsweredInTurn() throws IOException {
        String request = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n";
        String withBody = "GET /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        String last = "GET /3 HTTP/1.1\nHost: h\nConnection: Close\n\n";

        String answers = ask("\r\n" + request + withBody + last);

        assertThat(answers)
                .containsSubsequence("GET /1 []\nHTTP", "GET /2 []\nHTTP", "Connection: close", "GET /3 []\n");
    }

    @Test
    void get_version10_closesAfterwards() throws IOException {
        assertThat(ask("GET /x HTTP/1.0\r\n\r\n"))
                .contains("Connection: close\r\n")
                .endsWith("GET /x []\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello                                                          | 400",
                "GET /x                                                         | 400",
                "GET /x HTTP/1.1                                                | 400",
                "GET x HTTP/1.1~Host: h                                         | 400",
                "G@T /x HTTP/1.1~Host: h                                        | 400",
                "GET /%zz HTTP/1.1~Host: h                                      | 400",
                "GET /%4 HTTP/1.1~Host: h                                       | 400",
                "GET /x HTTP/1.1~Host: h~Host: i                                | 400",
                "GET /x HTTP/1.1~Host : h                                       | 400",
                "GET /x HTTP/1.1~Host: h~ folded                                | 400",
                "GET /x HTTP/1.1~Host: h~Content-Length: -1                     | 400",
                "GET /x HTTP/1.1~Host: h~Content-Length: 1~Content-Length: 2    | 400",
                "GET /x HTTP/1.1~Host: h~Content-Length: 70000                  | 413",
                "GET /x HTTP/1.1~Host: h~Content-Length: 99999999999999999999   | 413",
                "GET /x HTTP/1.1~Host: h~Transfer-Encoding: chunked             | 501",
                "GET /x HTTP/2.0~Host: h                                        | 505",
                "PRI * HTTP/2.0                                                 | 505",
            })
    void request_thatIsNone_isRefusedAndTheConnectionEnds(String request, int status) throws IOException {
        assertThat(ask(request.replace("~", "\r\n") + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Connection: close\r\n");
    }

    @Test
    void request_withControlCharacters_isRefused() throws IOException {
        assertThat(ask("GET /x\u0001 HTTP/1.1\r\nHost: h\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET /x HTTP/1.1\r\nHost: h\rX: y\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void request_tooLong_isRefusedWithTheStatusThatSaysWhy() throws IOException {
        assertThat(ask("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(ask("GET /x HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET /x HTTP/1.1\r\n" + "X: y\r\n".repeat(101) + "\r\n")).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void clientsThatSayLittle_giveWayToNewOnes() throws IOException {
        for (int i = 0; i < 40; i++) {
            open(i % 2 == 0 ? "GET /met" : "");

            assertThat(ask("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void clientsThatDoNotRead_giveWayToNewOnes() throws IOException {
        for (int i = 0; i < 4; i++) {
            Socket slow = open("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(slow.getInputStream().read()).isEqualTo('H');
        }

        Await.untilTrue("a slow reader gives way", SOON, this::isAnswered);
    }

    @Test
    void clientsBeingServed_areNotDroppedForNewOnes() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(open("GET /hangs HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
        }
        Await.untilTrue("all are being served", SOON, () -> hanging.get() == 4);

        assertThat(ask("GET /x HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 1\r\n");
        letGo.countDown();

        for (Socket socket : waiting) {
            assertThat(read(socket)).endsWith("at last\n");
        }
    }

    @Test
    void slowRequest_endsWhenItsTimeIsUp_howeverBusyItLooks() throws Exception {
        server.close();
        start(new Limits(4, 1_000, 60_000, 60_000));
        Socket drip = open("GET /x HTTP/1.1\r\n");
        long start = System.nanoTime();

        assertThatThrownBy(() -> {
                    while (System.nanoTime() - start < SOON.toNanos()) {
                        drip.getOutputStream().write('X');
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void idleConnection_endsWhenItsTimeIsUp() throws Exception {
        server.close();
        start(new Limits(4, 60_000, 60_000, 500));
        Socket idle = open("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(read(idle)).endsWith("GET /x []\n");
    }

    @Test
    void bind_portTaken_throws() {
        assertThatThrownBy(() -> HttpServer.bind("127.0.0.1", port, Limits.defaults(), (what, failure) -> {}))
                .isInstanceOf(BindException.class);
    }

    @Test
    void close_givesThePortBackAndEndsConnections() throws IOException {
        Socket open = open("GET /met");
        server.close();

        HttpServer.bind("127.0.0.1", port, Limits.defaults(), (what, failure) -> {})
                .close();
        Await.untilTrue("the connection's end", SOON, () -> isEnded(open));
    }

    @Test
    void close_portIsFreeWhenItReturns_whateverTheServerWasDoing() throws IOException {
        for (int restarts = 0; restarts < 2_000; restarts++) {
            server.close();
            start(Limits.defaults());
        }

        assertThat(ask("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isAnswered() {
        try {
            return ask("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    private Socket open(String said) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private String ask(String request) throws IOException {
        try (Socket socket = open(request)) {
            return read(socket);
        }
    }

    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
