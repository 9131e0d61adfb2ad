package io.freshet.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.freshet.agent.expose.http.Body;
import io.freshet.agent.expose.http.Refusal;
import io.freshet.agent.expose.http.Response;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.local.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPagesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final SharedPages pages = new SharedPages(dropped::incrementAndGet);
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        clients.shutdownNow();
    }

    @Test
    void get_whileThePageIsBeingMade_isThatPage() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Consumer<TextBuffer> slow = page -> {
            written.incrementAndGet();
            await(go);
            page.append("page " + written.get());
        };
        List<Future<String>> answers = new ArrayList<>();
        answers.add(clients.submit(() -> body(pages.get("key", slow, "text/plain", false))));
        Await.untilTrue("the first is at it", SOON, () -> written.get() == 1);
        for (int i = 0; i < 20; i++) {
            boolean zipped = i % 2 == 0;
            answers.add(clients.submit(() -> {
                Response response = pages.get("key", slow, "text/plain", zipped);
                return zipped ? unzipped(response) : body(response);
            }));
        }
        Await.untilTrue("all wait", SOON, () -> pages.waiting() == 21);
        go.countDown();

        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("page 1");
        }
        assertThat(body(pages.get("key", slow, "text/plain", false))).isEqualTo("page 2");
    }

    @Test
    void get_makingFails_failsForAllWhoWaitAndIsTriedAnewAfterwards() throws Exception {
        Consumer<TextBuffer> broken = page -> {
            throw new IllegalStateException("broken");
        };

        assertThatThrownBy(() -> pages.get("key", broken, "text/plain", false)).hasMessage("broken");
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> pages.get("key", broken, "text/plain", false))
                    .hasMessage("broken");
        }
        assertThat(body(pages.get("key", page -> page.append("fine"), "text/plain", false)))
                .isEqualTo("fine");
    }

    @Test
    void get_allPagesHeldBySlowReaders_dropsOneAndInTheEndSaysSo() throws Exception {
        List<Response> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(pages.get("key" + i, page -> page.append("x"), "text/plain", false));
        }

        assertThatThrownBy(() -> pages.get("another", page -> page.append("x"), "text/plain", false))
                .isInstanceOf(Refusal.class);
        assertThat(dropped).hasValue(1);
        held.get(0).body().release();
        assertThat(body(pages.get("another", page -> page.append("x"), "text/plain", false)))
                .isEqualTo("x");
    }

    /** As on a broker with 5,000 partitions: 60,000 series, whose values here cost nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void get_manySeries_allocatesNextToNothing(boolean zipped) throws Exception {
        AgentHealth health = new AgentHealth(new AgentLog(new PrintStream(OutputStream.nullOutputStream())));
        SeriesTable table = new SeriesTable(health);
        for (int i = 0; i < 60_000; i++) {
            int value = i;
            table.add(SeriesPlan.number(
                    new FamilyName("kafka_log_log_family_" + i % 12, FamilyType.GAUGE),
                    "Help.",
                    "",
                    List.of(new Label("topic", "topic-" + i / 12), new Label("partition", "" + i % 10)),
                    () -> value / 8.0));
        }
        MetricsPage metrics = new MetricsPage(() -> {}, table, List::of, health);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long most = 0;
        for (int i = 0; i < 6; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            Response response =
                    pages.get("key", page -> metrics.write(Format.TEXT, NameFilter.ALL, page), "text/plain", zipped);
            response.body().writeTo(OutputStream.nullOutputStream());
            assertThat(response.body().length()).isGreaterThan(zipped ? 100_000 : 3_000_000);
            response.body().release();
            // The first makes room.
            most = i == 0 ? 0 : Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(most).isLessThan(50_000);
    }

    private static String body(Response response) throws IOException {
        return new String(bytes(response), StandardCharsets.UTF_8);
    }

    private static String unzipped(Response response) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(response)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(Response response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Body body = response.body();
        body.writeTo(out);
        body.release();
        return out.toByteArray();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
