package io.freshet.agent.expose.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    private static final FamilyName LAG =
            new FamilyName("kafka_server_fetcherlagmetrics_consumerlag", FamilyType.GAUGE);
    private static final FamilyName BYTES =
            new FamilyName("kafka_server_brokertopicmetrics_bytesin", FamilyType.COUNTER);

    private final AgentHealth health = new AgentHealth(new AgentLog(new PrintStream(OutputStream.nullOutputStream())));
    private final SeriesTable table = new SeriesTable(health);
    private final AtomicLong nanos = new AtomicLong();
    private final List<Documented> documented = new ArrayList<>();

    @Test
    void write_namesOfHostileTopics_haveNoPower() {
        document(LAG, "kafka.server:type=FetcherLagMetrics,name=ConsumerLag", "records", true);
        add(LAG, () -> 99, new Label("topic", "</td><script>alert(1)</script>"));
        add(LAG, () -> 98, new Label("topic", "\" onload='x' & \u202egpj.exe\u0007\n"));

        assertThat(page())
                .doesNotContain("<script>alert", "onload='x'", "\u202e", "\u0007")
                .contains("topic &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("topic &quot; onload=&#39;x&#39; &amp; \ufffdgpj.exe\ufffd\ufffd")
                .contains("What it &lt;means&gt;.");
    }

    @Test
    void write_oneIsNotWell_itComesFirstAndSaysWhereToLook() {
        FamilyName fine = new FamilyName("kafka_server_replicamanager_offline", FamilyType.GAUGE);
        document(fine, "kafka.server:type=ReplicaManager,name=OfflineReplicaCount", "replicas", true);
        document(LAG, "kafka.server:type=FetcherLagMetrics,name=ConsumerLag", "records", false);
        add(fine, () -> 0);
        add(LAG, () -> 12_345, new Label("topic", "orders"));

        assertThat(page())
                .containsSubsequence(
                        "One needs a look.",
                        "<article class=\"bad\"><h3>Consumer lag</h3><p class=\"v\"><b>12,345</b> records</p>",
                        "<span class=\"h\">look</span> <span>Look &amp; see.</span>",
                        "<article class=\"ok\"><h3>Offline replica count</h3><p class=\"v\"><b>0</b> replicas</p>",
                        "<h3>Broker, ReplicaManager</h3>",
                        "<h3>Broker, FetcherLagMetrics</h3>");
    }

    @Test
    void write_counter_showsHowFastItGrowsAndWhatTheSeriesWithoutTopicSays() {
        AtomicLong bytes = new AtomicLong(1_000_000);
        document(BYTES, "kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec", "bytes", true);
        add(BYTES, bytes::get);
        add(BYTES, () -> 7, new Label("topic", "orders"));
        History history = new History(table, documented, nanos::get);
        history.tick();
        bytes.addAndGet(25_000_000);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        history.tick();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
        history.tick();

        assertThat(page(history))
                .contains("<h3>Bytes in</h3><p class=\"v\"><b>2.5</b> MB per second</p>")
                .contains("<span class=\"v\">26 MB</span>", "One needs a look.");
        assertThat(history.values(BYTES.sample())).containsExactly(Double.NaN, 2_500_000);
    }

    @Test
    void write_processIsYoungerThanAnAverageNeeds_isNotJudgedByIt() {
        document(LAG, "kafka.server:type=FetcherLagMetrics,name=ConsumerLag", "records", true);
        add(LAG, () -> 99);
        History history = new History(table, documented, nanos::get);

        assertThat(page(history, 59_999))
                .contains("Nothing here tells by itself whether all is well.", "too early to tell")
                .doesNotContain("class=\"bad\"", "One needs a look.");
        assertThat(page(history, 60_000)).contains("One needs a look.").doesNotContain("too early to tell");
    }

    @Test
    void write_thousandsOfSeries_showsTheWorstAndSaysHowManyMore() {
        document(LAG, "kafka.server:type=FetcherLagMetrics,name=ConsumerLag", "records", false);
        for (int i = 0; i < 5_000; i++) {
            int lag = i == 4_321 ? 77 : 0;
            add(LAG, () -> lag, new Label("topic", "t"), new Label("partition", "" + i));
        }

        assertThat(page())
                .contains("1 of 5,000 not well", "topic t, partition 4321", "and 4,976 more")
                .hasSizeLessThan(30_000);
    }

    @Test
    void write_asksForNothingElse() {
        assertThat(page()).doesNotContain("http://", "https://", "src=", "@import", "url(");
    }

    private void document(FamilyName name, String mbean, String unit, boolean essential) {
        documented.add(new Documented(name, new FixedMeaning(mbean, unit, essential)));
    }

    private void add(FamilyName name, DoubleSupplier value, Label... labels) {
        table.add(SeriesPlan.number(name, "Help.", "", List.of(labels), value));
    }

    private String page() {
        return page(new History(table, documented, nanos::get));
    }

    private String page(History history) {
        return page(history, 60_000);
    }

    /** As it is so many milliseconds after the start of this process. */
    private String page(History history, long millis) {
        StringBuilder page = new StringBuilder();
        new StatusPage(() -> {}, table, documented, history, "1", () -> HostFacts.startMillis() + millis)
                .write(page::append);
        return page.toString();
    }
}
