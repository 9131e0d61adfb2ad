package io.freshet.agent.expose.status;

import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.Series;
import io.freshet.agent.metric.SeriesTable;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the agent says about itself, from its own series: hooks, what is left out and why, scrapes, failures. */
final class AgentSection {
    private static final String OWN = "freshet_agent_";

    private final SeriesTable table;

    AgentSection(SeriesTable table) {
        this.table = table;
    }

    void write(Html html) {
        html.raw("<section id=\"agent\"><h2>The agent</h2><div class=\"tables\">");
        table(html, "Hooks", "freshet_agent_hook_applied", value -> value > 0 ? "in place" : "class not loaded");
        table(html, "Left out, by reason", "freshet_agent_series_dropped_total", Amount::grouped);
        table(html, "Scrapes", "freshet_agent_scrape_duration_seconds", Amount::grouped);
        table(html, "Failures inside, by stage", "freshet_agent_errors_total", Amount::grouped);
        html.raw("<div><h3>More</h3><table>");
        for (Family family : table.families()) {
            String name = family.name().sample();
            if (name.startsWith(OWN) && !SHOWN.contains(name)) {
                family.forEach(new Lines(html, title(name), value -> words(name, value)));
            }
        }
        html.raw("</table></div></div></section>");
    }

    private static String title(String name) {
        return name.substring(OWN.length())
                .replaceAll("_(timestamp_seconds|total)$", "")
                .replace('_', ' ');
    }

    private static String words(String name, double value) {
        return name.endsWith("_timestamp_seconds")
                ? Amount.of(value, "seconds since 1970").toString()
                : name.endsWith("_seconds") ? Amount.of(value, "seconds").toString() : Amount.grouped(value);
    }

    private static final List<String> SHOWN = List.of(
            "freshet_agent_hook_applied",
            "freshet_agent_series_dropped_total",
            "freshet_agent_scrape_duration_seconds",
            "freshet_agent_errors_total",
            "freshet_agent_info");

    private void table(Html html, String title, String name, Words words) {
        Family family = table.find(name);
        if (family != null) {
            html.raw("<div>").element("h3", title).raw("<table>");
            family.forEach(new Lines(html, "", words));
            html.raw("</table></div>");
        }
    }

    private interface Words {
        String of(double value);
    }

    /** A line per series: its labels and its value. */
    private static final class Lines implements Consumer<Series>, SampleSink {
        private final Html html;
        private final String title;
        private final Words words;
        private String labels = "";

        Lines(Html html, String title, Words words) {
            this.html = html;
            this.title = title;
            this.words = words;
        }

        @Override
        public void accept(Series series) {
            labels = LabelText.labels(series.labels()).stream()
                    .map(Label::value)
                    .map(value -> value.replace('_', ' '))
                    .collect(Collectors.joining(", "));
            series.read(this);
        }

        @Override
        public void number(double value) {
            line((title + " " + labels).trim(), words.of(value));
        }

        @Override
        public void text(String value) {
            line((title + " " + labels).trim(), value);
        }

        @Override
        public void state(byte[] label, boolean current) {
            if (current) {
                text(LabelText.labels(label).get(0).value());
            }
        }

        @Override
        public void distribution(long count, double sum, double[] quantiles) {
            line((title + " count").trim(), words.of((double) count));
            line(
                    "time, on average",
                    Amount.of(count == 0 ? Double.NaN : sum / count, "seconds").toString());
        }

        private void line(String name, String value) {
            html.raw("<tr><td><bdi>")
                    .text(name)
                    .raw("</bdi></td><td>")
                    .text(value)
                    .raw("</td></tr>");
        }
    }
}
