package io.freshet.agent.expose.status;

import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.Health;
import io.freshet.agent.metric.SeriesTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The page for people. Everything is in it: no other address is asked for anything. */
public final class StatusPage {
    /** What one asks first of a broker; the others follow in the catalogue's order. */
    private static final List<String> FIRST = List.of(
            "kafka_server_replicamanager_underreplicatedpartitions",
            "kafka_controller_kafkacontroller_offlinepartitionscount",
            "kafka_controller_kafkacontroller_activecontrollercount",
            "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent",
            "kafka_server_brokertopicmetrics_bytesin_total",
            "kafka_server_brokertopicmetrics_bytesout_total",
            "kafka_server_brokertopicmetrics_messagesin_total");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Runnable catchUp;
    private final SeriesTable table;
    private final List<Documented> documented;
    private final History history;
    private final String version;
    private final LongSupplier clock;
    private final String style = resource("status.css");
    private final String script = resource("status.js");

    /** The clock counts milliseconds since 1970. */
    public StatusPage(
            Runnable catchUp,
            SeriesTable table,
            List<Documented> documented,
            History history,
            String version,
            LongSupplier clock) {
        this.catchUp = catchUp;
        this.table = table;
        this.documented = documented;
        this.history = history;
        this.version = version;
        this.clock = clock;
    }

    /** What a browser may do with the page: show it, and run the one script that is in it. */
    public String policy() {
        return "default-src 'none'; img-src data:; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** Writes the whole page. */
    public void write(Consumer<String> target) {
        catchUp.run();
        Html html = new Html(target);
        List<Row> rows = rows();
        writeHead(html);
        writeEssential(html, rows);
        html.raw("<main id=\"all\">");
        writeDocumented(html, rows);
        html.raw("</main>");
        new AgentSection(table).write(html);
        html.raw("<footer>").text("Freshet agent " + version + ". As of " + time(clock.getAsLong()) + ". ");
        html.raw("<a href=\"/metrics\">/metrics</a></footer><script>" + script + "</script></body></html>\n");
    }

    private List<Row> rows() {
        Duration up = up();
        List<Row> rows = new ArrayList<>();
        for (Documented one : documented) {
            Family family = table.find(one.name().sample());
            if (family != null) {
                FamilyReading reading = FamilyReading.of(family, one.meaning(), up);
                if (!reading.isEmpty()) {
                    rows.add(new Row(one, reading, history));
                }
            }
        }
        return rows;
    }

    private void writeHead(Html html) {
        HostFacts facts = new HostFacts();
        String role = facts.role();
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">"
                + "<link rel=\"icon\" href=\"data:,\">");
        html.element("title", role + " – Freshet").raw("<style>" + style + "</style></head><body><header>");
        html.element("h1", role).raw("<dl>");
        facts.all().forEach((name, value) -> writeFact(html, name, value));
        writeFact(html, "Up", ago(up()) + ", since " + time(HostFacts.startMillis()));
        html.raw("</dl></header>");
    }

    private Duration up() {
        return Duration.ofMillis(clock.getAsLong() - HostFacts.startMillis());
    }

    private static void writeFact(Html html, String name, String value) {
        html.raw("<div>").element("dt", name).raw("<dd><bdi>").text(value).raw("</bdi></dd></div>");
    }

    private void writeEssential(Html html, List<Row> rows) {
        List<Row> essential = new ArrayList<>();
        rows.stream().filter(Row::isEssential).forEach(essential::add);
        List<Row> bad = new ArrayList<>();
        rows.stream().filter(row -> row.health() == Health.BAD).forEach(bad::add);
        html.raw("<section id=\"now\">");
        if (bad.isEmpty()) {
            long judged = rows.stream().filter(row -> row.health() == Health.OK).count();
            html.element(
                    "p class=\"verdict ok\"",
                    judged == 0
                            ? "Nothing here tells by itself whether all is well."
                            : "All is well, as far as the " + judged
                                    + " metrics tell that this process can judge alone.");
        } else {
            html.element(
                    "p class=\"verdict bad\"",
                    bad.size() == 1 ? "One needs a look." : Amount.grouped(bad.size()) + " need a look.");
        }
        html.raw("<div class=\"cards\">");
        List<Row> cards = new ArrayList<>(bad);
        essential.stream()
                .filter(row -> row.health() != Health.BAD)
                .sorted(Comparator.comparingInt(StatusPage::place))
                .forEach(cards::add);
        cards.forEach(row -> row.writeCard(html));
        html.raw("</div>");
        html.element(
                "p class=\"note\"",
                "Lines show the last " + History.seconds() / 60
                        + " minutes, from zero. Rates are those of the last ten seconds.");
        html.raw("</section>");
    }

    private static int place(Row row) {
        int place = FIRST.indexOf(row.family());
        return place < 0 ? FIRST.size() : place;
    }

    private static void writeDocumented(Html html, List<Row> rows) {
        Map<String, List<Row>> sections = new LinkedHashMap<>();
        rows.forEach(row -> sections.computeIfAbsent(row.section(), name -> new ArrayList<>())
                .add(row));
        html.raw("<h2>")
                .text("All that is documented and here: " + Amount.grouped(rows.size()))
                .raw("</h2>");
        sections.forEach((name, members) -> {
            html.raw("<section class=\"group\">").element("h3", name);
            members.forEach(row -> row.writeRow(html));
            html.raw("</section>");
        });
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    static String ago(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 1) {
            return time.toHours() + " hours";
        }
        if (time.toMinutes() > 1) {
            return time.toMinutes() + " minutes";
        }
        return Math.max(0, time.toSeconds()) + " seconds";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream content = StatusPage.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IOException("the jar of the agent lacks " + name);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
