package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.local.Await;
import io.freshet.local.Chromium;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import io.freshet.local.Tools;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The status page of a broker, in a real browser. Its screenshots stay in {@code target/status-page}. */
class StatusPageIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TOPIC = "orders.eu-1";

    private static @Nullable KafkaBroker broker;
    private static @Nullable Chromium browser;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Tools.find("chromium").isPresent(), "chromium is not installed");
        port = Ports.free();
        KafkaBroker started = KafkaBroker.builder()
                .agent(AgentJar.path(), AgentJar.options(port))
                .start();
        broker = started;
        started.createTopic(TOPIC, 3, Map.of());
        browser = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "desktop-light, 1280, 800, false",
        "desktop-dark,  1280, 800, true",
        "phone-light,   390,  844, false",
        "phone-dark,    390,  844, true"
    })
    void page_eachScreen_isReadableWithoutScrollingAside(String name, int width, int height, boolean dark) {
        Chromium chromium = Objects.requireNonNull(browser);
        Await.untilTrue("a rate, and a share of the last seconds", SOON, () -> {
            chromium.open(page(), width, height, dark);
            return chromium.evaluate(
                            "[/^Bytes in\\d.* per second/, /^Request handler avg idle\\d.* %/].every(card => "
                                    + "Array.from(document.querySelectorAll('article')).some(one => card.test(one.textContent)))")
                    .asBoolean();
        });
        chromium.screenshot(Path.of("target", "status-page", name + ".png"));

        assertThat(chromium.complaints()).isEmpty();
        assertThat(chromium.evaluate("document.documentElement.scrollWidth").asInt())
                .as("nothing is wider than the screen")
                .isLessThanOrEqualTo(width);
        assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo(dark ? "rgb(20, 23, 26)" : "rgb(247, 247, 245)");
        assertThat(visible(chromium, height))
                .as("what is seen without scrolling")
                .contains(
                        "Under replicated partitions",
                        "Offline partitions",
                        "Active controller count",
                        "Request handler avg idle",
                        "Bytes in");
    }

    /** The titles of the cards that lie on the first screen as a whole. */
    private static List<String> visible(Chromium chromium, int height) {
        JsonNode titles = chromium.evaluate("Array.from(document.querySelectorAll('article'))"
                + ".filter(card => card.getBoundingClientRect().bottom <= " + height
                + ").map(card => card.querySelector('h3').textContent)");
        List<String> visible = new ArrayList<>();
        titles.forEach(title -> visible.add(title.asText()));
        return visible;
    }

    @Test
    void page_saysWhatTheProcessIsAndHowItIs() {
        Chromium chromium = Objects.requireNonNull(browser);
        chromium.open(page(), 1280, 800, false);

        assertThat(chromium.evaluate("document.querySelector('h1').textContent").asText())
                .isEqualTo("Broker and controller");
        assertThat(chromium.evaluate("document.querySelector('header dl').textContent")
                        .asText())
                .contains("Node", "Kafka4.3", "Cluster", "Java", "Up");
        assertThat(chromium.evaluate("document.querySelector('article.ok h3').textContent")
                        .asText())
                .isNotEmpty();
        assertThat(chromium.evaluate("document.getElementById('agent').textContent")
                        .asText())
                .contains("Hooks", "kafka metricsin place", "Left out, by reason", "Scrapes");
    }

    @Test
    void filter_words_leaveTheRowsThatHaveThem() {
        Chromium chromium = Objects.requireNonNull(browser);
        chromium.open(page(), 1280, 800, false);
        chromium.evaluate(
                "let box = document.querySelector('input'); box.value = 'underreplicated'; box.dispatchEvent(new Event('input'))");

        assertThat(chromium.evaluate("Array.from(document.querySelectorAll('details')).filter(row => "
                                + "row.offsetParent).map(row => row.querySelector('small').textContent).join()")
                        .asText())
                .contains("kafka_server_replicamanager_underreplicatedpartitions")
                .doesNotContain("bytesin");
    }

    private static URI page() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }
}
