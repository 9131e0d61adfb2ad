package io.freshet.agent.expose.status;

import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Health;
import java.util.List;

/** One documented family: as a card where it is essential or not well, and as a row among all. */
final class Row {
    private static final int MOST_ON_CARD = 4;

    private final Documented documented;
    private final FamilyReading reading;
    private final History history;

    Row(Documented documented, FamilyReading reading, History history) {
        this.documented = documented;
        this.reading = reading;
        this.history = history;
    }

    boolean isEssential() {
        return documented.meaning().isEssential();
    }

    /** The family's name, as its samples have it. */
    String family() {
        return documented.name().sample();
    }

    String section() {
        return documented.section();
    }

    Health health() {
        return isCounter() && reading.health() == Health.UNKNOWN ? reading.healthOfRate(rate()) : reading.health();
    }

    void writeCard(Html html) {
        Amount amount = cardAmount();
        html.raw("<article class=\"" + css(health()) + "\">").element("h3", documented.title());
        html.raw("<p class=\"v\"><b>")
                .text(amount.number())
                .raw("</b> ")
                .text(unit(amount))
                .raw("</p>");
        html.raw(Sparkline.svg(history.values(documented.name().sample())));
        html.raw("<p class=\"s\">").element("span class=\"h\"", verdict());
        html.raw(" ").element(health() == Health.BAD ? "span" : "span class=\"x\"", remark());
        html.raw("</p>");
        html.raw("</article>");
    }

    private String remark() {
        if (health() == Health.BAD) {
            return documented.meaning().look();
        }
        String breakdown = breakdown();
        return breakdown.isEmpty() ? documented.meaning().healthy() : breakdown;
    }

    private String unit(Amount amount) {
        if (isCounter() && documented.name().sample().contains("_cpu_")) {
            return "% of one core";
        }
        return documented.name().type() == FamilyType.SUMMARY && !Double.isNaN(reading.number())
                ? amount.unit() + ", 99th percentile"
                : amount.unit();
    }

    void writeRow(Html html) {
        html.raw("<details class=\"" + css(health()) + "\"><summary><span class=\"t\">")
                .text(documented.title())
                .raw(" <small>")
                .text(documented.name().sample())
                .raw("</small></span><span class=\"v\">")
                .text(headline())
                .raw("</span><span class=\"h\">")
                .text(verdict())
                .raw("</span></summary><div class=\"more\">");
        html.element("p", documented.meaning().help());
        html.raw("<dl>");
        write(html, "Well", documented.meaning().healthy());
        write(html, "Otherwise", documented.meaning().look());
        write(html, "From", source());
        html.raw("</dl>");
        writePoints(html);
        html.raw("</div></details>");
    }

    private static void write(Html html, String name, String text) {
        if (!text.isEmpty()) {
            html.raw("<div>").element("dt", name).element("dd", text).raw("</div>");
        }
    }

    private String source() {
        String mbean = documented.meaning().mbean();
        String attribute = documented.meaning().attribute();
        return attribute.isEmpty() || mbean.isEmpty() ? mbean : mbean + ", attribute " + attribute;
    }

    private void writePoints(Html html) {
        if (reading.count() == 1 && reading.points().get(0).labelCount() == 0) {
            return;
        }
        html.raw("<table>");
        List<Point> points = reading.points();
        for (Point point : points) {
            html.raw("<tr class=\"" + css(point.health()) + "\"><td><bdi>")
                    .text(point.name())
                    .raw("</bdi></td><td>")
                    .text(shown(point))
                    .raw("</td></tr>");
        }
        html.raw("</table>");
        if (reading.count() > points.size()) {
            html.element("p class=\"note\"", "and " + Amount.grouped(reading.count() - points.size()) + " more");
        }
    }

    private Amount cardAmount() {
        if (isCounter()) {
            return Amount.rate(rate(), unit());
        }
        return reading.health() == Health.BAD && !reading.points().isEmpty()
                ? Amount.of(reading.points().get(0).value(), unit())
                : Amount.of(reading.number(), unit());
    }

    /** The value in a row: of one series its own, of several what they come to. */
    private String headline() {
        Point whole = reading.whole();
        if (reading.badCount() > 0 && reading.count() > 1) {
            return reading.badCount() + " of " + Amount.grouped(reading.count()) + " not well";
        }
        if (whole != null) {
            return shown(whole);
        }
        if (isCounter()) {
            return Amount.of(reading.sum(), unit()) + " in " + Amount.grouped(reading.count()) + " series";
        }
        if (reading.most() < reading.least()) {
            return Amount.grouped(reading.count()) + " series";
        }
        if (reading.most() == reading.least()) {
            return Amount.of(reading.most(), unit()) + " in all " + Amount.grouped(reading.count());
        }
        return Amount.of(reading.least(), unit()) + " to " + Amount.of(reading.most(), unit());
    }

    private String shown(Point point) {
        String text = point.text();
        return text != null ? text : Amount.of(point.value(), unit()).toString();
    }

    /** The series by themselves, where there are a few and none speaks for all. */
    private String breakdown() {
        if (documented.name().type() == FamilyType.SUMMARY) {
            return summaries();
        }
        if (isCounter() || reading.whole() != null || reading.count() > MOST_ON_CARD) {
            return "";
        }
        StringBuilder parts = new StringBuilder();
        for (Point point : reading.points()) {
            if (Double.isNaN(point.value())) {
                continue;
            }
            parts.append(parts.length() == 0 ? "" : " · ")
                    .append(point.name())
                    .append(' ')
                    .append(Amount.of(point.value(), unit()));
        }
        return parts.toString();
    }

    /** The number of a distribution is its 99th percentile. */
    private String summaries() {
        StringBuilder parts = new StringBuilder();
        for (Point point : reading.points()) {
            if (!Double.isNaN(point.value()) && reading.count() <= MOST_ON_CARD) {
                parts.append(parts.length() == 0 ? "" : " · ")
                        .append(point.name())
                        .append(' ')
                        .append(Amount.of(point.value(), unit()));
            }
        }
        return Double.isNaN(reading.number()) ? "Nothing was observed yet." : parts.toString();
    }

    private boolean isCounter() {
        return documented.name().type() == FamilyType.COUNTER;
    }

    private double rate() {
        return isEssential() ? history.rate(documented.name().sample()) : Double.NaN;
    }

    private String unit() {
        return documented.meaning().unit();
    }

    private String verdict() {
        return reading.isSettled() ? word(health()) : "too early to tell";
    }

    private static String css(Health health) {
        switch (health) {
            case OK:
                return "ok";
            case BAD:
                return "bad";
            default:
                return "un";
        }
    }

    private static String word(Health health) {
        switch (health) {
            case OK:
                return "well";
            case BAD:
                return "look";
            default:
                return "";
        }
    }
}
