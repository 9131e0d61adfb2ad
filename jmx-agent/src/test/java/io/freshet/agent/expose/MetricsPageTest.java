package io.freshet.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AgentHealth health =
            new AgentHealth(new AgentLog(new PrintStream(log, true, StandardCharsets.UTF_8)));
    private final SeriesTable table = new SeriesTable(health);
    private final List<ForeignFamily> foreign = new ArrayList<>();
    private final MetricsPage page = new MetricsPage(() -> {}, table, () -> foreign, health);

    @Test
    void write_text_wholePage() {
        addOneOfEach();

        assertThat(written(Format.TEXT))
                .isEqualTo(
                        """
                        # HELP a_counter_total Counts "things"\\nand a back\\\\slash.
                        # TYPE a_counter_total counter
                        a_counter_total{topic="t"} 12345678901
                        a_counter_total 3
                        # HELP b_gauge Grüße.
                        # TYPE b_gauge gauge
                        b_gauge{name="quote \\" back \\\\ line\\nnew é"} 0.5
                        b_gauge{name="nan"} NaN
                        b_gauge{name="inf"} +Inf
                        b_gauge{name="neg"} -Inf
                        # HELP c_text_info State.
                        # TYPE c_text_info gauge
                        c_text_info{client_id="x",value="say \\"hi\\""} 1
                        # HELP d_seconds Times.
                        # TYPE d_seconds summary
                        d_seconds{request="Fetch",quantile="0.5"} 1
                        d_seconds{request="Fetch",quantile="0.75"} 2
                        d_seconds{request="Fetch",quantile="0.95"} 3
                        d_seconds{request="Fetch",quantile="0.98"} 4
                        d_seconds{request="Fetch",quantile="0.99"} 5
                        d_seconds{request="Fetch",quantile="0.999"} 6.5
                        d_seconds_count{request="Fetch"} 10
                        d_seconds_sum{request="Fetch"} 20.25
                        """);
    }

    @Test
    void write_openMetrics_wholePage() {
        addOneOfEach();

        assertThat(written(Format.OPEN_METRICS))
                .isEqualTo(
                        """
                        # TYPE a_counter counter
                        # HELP a_counter Counts \\"things\\"\\nand a back\\\\slash.
                        a_counter_total{topic="t"} 12345678901
                        a_counter_total 3
                        # TYPE b_gauge gauge
                        # HELP b_gauge Grüße.
                        b_gauge{name="quote \\" back \\\\ line\\nnew é"} 0.5
                        b_gauge{name="nan"} NaN
                        b_gauge{name="inf"} +Inf
                        b_gauge{name="neg"} -Inf
                        # TYPE c_text info
                        # HELP c_text State.
                        c_text_info{client_id="x",value="say \\"hi\\""} 1
                        # TYPE d_seconds summary
                        # UNIT d_seconds seconds
                        # HELP d_seconds Times.
                        d_seconds{request="Fetch",quantile="0.5"} 1
                        d_seconds{request="Fetch",quantile="0.75"} 2
                        d_seconds{request="Fetch",quantile="0.95"} 3
                        d_seconds{request="Fetch",quantile="0.98"} 4
                        d_seconds{request="Fetch",quantile="0.99"} 5
                        d_seconds{request="Fetch",quantile="0.999"} 6.5
                        d_seconds_count{request="Fetch"} 10
                        d_seconds_sum{request="Fetch"} 20.25
                        # EOF
                        """);
    }

    @Test
    void write_familyWithoutAnyValue_isLeftOut() {
        table.add(gauge("a", () -> Absent.VALUE));
        table.add(gauge("b", () -> 1));

        assertThat(written(Format.TEXT)).isEqualTo("# HELP b Help.\n# TYPE b gauge\nb 1\n");
    }

    @Test
    void write_metricThatThrows_isLeftOutCountedAndLoggedOnce() {
        table.add(gauge("a", () -> {
            throw new IllegalStateException("closed");
        }));
        table.add(gauge("b", () -> 1));

        assertThat(written(Format.TEXT)).isEqualTo("# HELP b Help.\n# TYPE b gauge\nb 1\n");
        assertThat(written(Format.TEXT)).isEqualTo("# HELP b Help.\n# TYPE b gauge\nb 1\n");
        health.series("1").forEach(table::add);
        assertThat(written(Format.TEXT)).contains("freshet_agent_errors_total{stage=\"read\"} 3\n");
        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("freshet-agent: a metric could not be read: java.lang.IllegalStateException: closed"
                        + " (said once; see freshet_agent_errors_total)");
    }

    @Test
    void write_familyOfALibraryUnderATakenName_isLeftOut() {
        table.add(gauge("jvm_info", () -> 7));
        FamilyName name = new FamilyName("jvm_info", FamilyType.GAUGE);
        foreign.add(
                new ForeignFamily(name, "Theirs.", "", List.of(new ForeignFamily.Sample("jvm_info", List.of(), 1))));

        assertThat(written(Format.TEXT)).isEqualTo("# HELP jvm_info Help.\n# TYPE jvm_info gauge\njvm_info 7\n");
    }

    @Test
    void write_namesAsked_theseFamiliesOnly() {
        addOneOfEach();
        table.add(gauge("unread", () -> {
            throw new AssertionError("not asked for");
        }));
        TextBuffer buffer = new TextBuffer();

        page.write(Format.TEXT, NameFilter.of(List.of("d_seconds_sum", "c_text", "nothing")), buffer);

        assertThat(buffer.toString().lines().filter(line -> line.startsWith("# TYPE")))
                .containsExactly("# TYPE c_text_info gauge", "# TYPE d_seconds summary");
    }

    private void addOneOfEach() {
        FamilyName counter = new FamilyName("a_counter", FamilyType.COUNTER);
        String help = "Counts \"things\"\nand a back\\slash.";
        table.add(SeriesPlan.number(counter, help, "", List.of(new Label("topic", "t")), () -> 12345678901.0));
        table.add(SeriesPlan.number(counter, help, "", List.of(new Label("topic", "")), () -> 3));
        FamilyName gauge = new FamilyName("b_gauge", FamilyType.GAUGE);
        table.add(SeriesPlan.number(
                gauge, "Grüße.", "", List.of(new Label("name", "quote \" back \\ line\nnew é")), () -> 0.5));
        table.add(SeriesPlan.number(gauge, "Grüße.", "", List.of(new Label("name", "nan")), () -> Double.NaN));
        table.add(SeriesPlan.number(
                gauge, "Grüße.", "", List.of(new Label("name", "inf")), () -> Double.POSITIVE_INFINITY));
        table.add(SeriesPlan.number(
                gauge, "Grüße.", "", List.of(new Label("name", "neg")), () -> Double.NEGATIVE_INFINITY));
        table.add(SeriesPlan.text(
                new FamilyName("c_text", FamilyType.INFO),
                "State.",
                List.of(new Label("client_id", "x")),
                () -> "say \"hi\""));
        table.add(SeriesPlan.distribution(
                new FamilyName("d_seconds", FamilyType.SUMMARY),
                "Times.",
                "seconds",
                List.of(new Label("request", "Fetch")),
                new TenTimes()));
    }

    private static SeriesPlan gauge(String name, DoubleSupplier value) {
        return SeriesPlan.number(new FamilyName(name, FamilyType.GAUGE), "Help.", "", List.of(), value);
    }

    private String written(Format format) {
        TextBuffer buffer = new TextBuffer();
        page.write(format, NameFilter.ALL, buffer);
        return buffer.toString();
    }

    private static final class TenTimes implements Distribution {
        @Override
        public long count() {
            return 10;
        }

        @Override
        public double sum() {
            return 20.25;
        }

        @Override
        public void quantiles(double[] target) {
            double[] values = {1, 2, 3, 4, 5, 6.5};
            System.arraycopy(values, 0, target, 0, target.length);
        }
    }
}
