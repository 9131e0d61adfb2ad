package io.freshet.agent.expose.status;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Health;
import io.freshet.agent.metric.Meaning;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A family as it was read: all of its series added up, and some of them by themselves. */
final class FamilyReading implements Consumer<Series>, SampleSink {
    private static final int MOST_KEPT = 24;
    private static final int MEDIAN = 0;
    private static final int P99 = 4;

    private final FamilyType type;
    private final Meaning meaning;
    private final boolean settled;
    private final List<Point> kept = new ArrayList<>();
    private final List<Point> bad = new ArrayList<>();
    private byte[] labels = {};
    private int count;
    private int badCount;
    private boolean anyOk;
    private double sum;
    private double sumOfWork;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private @Nullable Point fewestLabels;
    private int withFewestLabels;

    private FamilyReading(FamilyType type, Meaning meaning, boolean settled) {
        this.type = type;
        this.meaning = meaning;
        this.settled = settled;
    }

    /** Reads it; a process that has not run for long enough is not judged. */
    static FamilyReading of(Family family, Meaning meaning, Duration up) {
        boolean settled = up.toSeconds() >= meaning.settlingSeconds();
        FamilyReading reading = new FamilyReading(family.name().type(), meaning, settled);
        family.forEach(reading);
        return reading;
    }

    @Override
    public void accept(Series series) {
        labels = series.labels();
        try {
            series.read(this);
        } catch (Throwable failure) {
            // Scrapes count it.
        }
    }

    @Override
    public void number(double value) {
        boolean judged = settled && type != FamilyType.COUNTER;
        add(new Point(labels, value, null, 0, judged ? meaning.health(value) : Health.UNKNOWN));
    }

    @Override
    public void text(String value) {
        add(new Point(labels, Double.NaN, value, 0, settled ? meaning.healthOfText(value) : Health.UNKNOWN));
    }

    @Override
    public void state(byte[] label, boolean current) {
        if (current) {
            text(LabelText.labels(label).get(0).value());
        }
    }

    @Override
    public void distribution(long observed, double total, double[] quantiles) {
        double p99 = Absent.is(quantiles[P99]) ? Double.NaN : quantiles[P99];
        String text = observed == 0
                ? "nothing yet"
                : Double.isNaN(p99)
                        ? Amount.of(total / observed, meaning.unit()) + " on average"
                        : Amount.of(quantiles[MEDIAN], meaning.unit()) + " half, " + Amount.of(p99, meaning.unit())
                                + " 99 %";
        add(new Point(
                labels, Double.isNaN(p99) && observed > 0 ? total / observed : p99, text, observed, Health.UNKNOWN));
    }

    private void add(Point point) {
        count++;
        anyOk |= point.health() == Health.OK;
        if (!Double.isNaN(point.value())) {
            sum += point.value();
            sumOfWork += isRest(point) ? 0 : point.value();
            least = Math.min(least, point.value());
            most = Math.max(most, point.value());
        }
        int own = point.labelCount();
        if (fewestLabels == null || own < fewestLabels.labelCount()) {
            fewestLabels = point;
            withFewestLabels = 1;
        } else if (own == fewestLabels.labelCount()) {
            withFewestLabels++;
        }
        if (point.health() == Health.BAD) {
            badCount++;
            if (bad.size() < MOST_KEPT) {
                bad.add(point);
            }
        } else if (kept.size() < MOST_KEPT) {
            kept.add(point);
        }
    }

    /** Time that a processor spends on nothing is no part of what it spends. */
    private static boolean isRest(Point point) {
        return LabelText.labels(point.labels()).stream()
                .anyMatch(label -> label.name().equals("mode")
                        && (label.value().equals("idle") || label.value().equals("iowait")));
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    int badCount() {
        return badCount;
    }

    /** Those that are not well first. */
    List<Point> points() {
        List<Point> points = new ArrayList<>(bad);
        points.addAll(kept);
        return points.size() > MOST_KEPT ? points.subList(0, MOST_KEPT) : points;
    }

    /** Whether the process has run for long enough to be judged by this. */
    boolean isSettled() {
        return settled;
    }

    Health healthOfRate(double perSecond) {
        return settled ? meaning.healthOfRate(perSecond) : Health.UNKNOWN;
    }

    Health health() {
        return badCount > 0 ? Health.BAD : anyOk ? Health.OK : Health.UNKNOWN;
    }

    /** The series that speaks for all: the only one, or the only one that has fewer labels than the others. */
    @Nullable
    Point whole() {
        return withFewestLabels == 1 ? fewestLabels : null;
    }

    /** One number for the family: that of the whole; of several counters their sum; of several gauges the worst, or largest. */
    double number() {
        Point whole = whole();
        if (whole != null) {
            return whole.value();
        }
        if (count == 0 || least > most) {
            return Double.NaN;
        }
        if (type == FamilyType.COUNTER) {
            return sumOfWork;
        }
        boolean smallIsBad =
                meaning.health(-Double.MAX_VALUE) == Health.BAD && meaning.health(Double.MAX_VALUE) != Health.BAD;
        return smallIsBad ? least : most;
    }

    double least() {
        return least;
    }

    double most() {
        return most;
    }

    double sum() {
        return sum;
    }
}
