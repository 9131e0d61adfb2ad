package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.Profile;
import io.freshet.agent.metric.SeriesPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a metric as found into the series that it becomes. */
public final class SeriesPlanner {
    private static final double NANOSECOND = 1e-9;
    private static final String SECONDS = "seconds";
    private static final String OWN = "freshet";
    private static final String LAG = "kafka";

    private final Catalogue catalogue;
    private final LongSupplier clock;
    private final RequestHandlerPools pools = new RequestHandlerPools();

    /** The clock counts nanoseconds. */
    public SeriesPlanner(Catalogue catalogue, LongSupplier clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** The same, as the catalogue knows it where its value does not say yet what it is. */
    public MetricSource decided(MetricSource source) {
        CatalogueEntry entry = source.kind() == MetricSource.Kind.UNDECIDED ? entry(source) : null;
        return entry == null ? source : source.decided(isText(entry.type()));
    }

    private static boolean isText(FamilyType type) {
        return type == FamilyType.INFO || type == FamilyType.STATESET;
    }

    /** None where the kind is not known yet. */
    public List<SeriesPlan> plan(MetricSource found) {
        MetricSource source = decided(found);
        pools.observe(source);
        CatalogueEntry entry = entry(source);
        Profile profile = profile(source, entry);
        return plans(source, entry).stream().map(plan -> plan.in(profile)).collect(Collectors.toUnmodifiableList());
    }

    private static Profile profile(MetricSource source, @Nullable CatalogueEntry entry) {
        return entry != null && entry.only().takes(source.labels()) ? entry.profile() : Profile.ALL;
    }

    private List<SeriesPlan> plans(MetricSource source, @Nullable CatalogueEntry entry) {
        switch (source.kind()) {
            case DISTRIBUTION:
                return distributions(source, entry);
            case TEXT:
                return List.of(text(source, entry));
            case UNDECIDED:
                return List.of();
            case NANOSECOND_METER:
                return List.of(idleRatio(source, entry), idleSeconds(source));
            default:
                return numbers(source, entry);
        }
    }

    private static List<SeriesPlan> numbers(MetricSource source, @Nullable CatalogueEntry entry) {
        FamilyName name = Names.of(source, typeOf(source, entry));
        String help = help(source, entry);
        List<Label> labels = labels(source, Set.of());
        DoubleSupplier reading = reading(source, entry);
        SeriesPlan plan = SeriesPlan.number(name, help, unit(name), labels, reading);
        if (entry == null || !entry.alsoInSeconds()) {
            return List.of(plan);
        }
        DoubleSupplier seconds = scaled(reading, entry.inSeconds());
        return List.of(plan, SeriesPlan.number(Names.inSeconds(name), help, SECONDS, labels, seconds));
    }

    private static List<SeriesPlan> distributions(MetricSource source, @Nullable CatalogueEntry entry) {
        FamilyName name = Names.of(source, FamilyType.SUMMARY);
        String help = help(source, entry);
        List<Label> labels = labels(source, Set.of("quantile"));
        if (entry == null || !entry.alsoInSeconds()) {
            return List.of(SeriesPlan.distribution(name, help, unit(name), labels, source.distribution()));
        }
        Distribution once = new OneSnapshot(source.distribution());
        Distribution seconds = new ScaledDistribution(once, entry.inSeconds());
        return List.of(
                SeriesPlan.distribution(name, help, unit(name), labels, once),
                SeriesPlan.distribution(Names.inSeconds(name), help, SECONDS, labels, seconds));
    }

    private static SeriesPlan text(MetricSource source, @Nullable CatalogueEntry entry) {
        String help = help(source, entry);
        if (entry == null || entry.states().isEmpty()) {
            FamilyName name = Names.of(source, FamilyType.INFO);
            return SeriesPlan.text(name, help, labels(source, Set.of("value")), source.text());
        }
        FamilyName name = Names.of(source, FamilyType.STATESET);
        return SeriesPlan.states(name, help, labels(source, Set.of(name.sample())), entry.states(), source.text());
    }

    private SeriesPlan idleRatio(MetricSource source, @Nullable CatalogueEntry entry) {
        FamilyName name = Names.of(source, FamilyType.GAUGE);
        DoubleSupplier ratio = new IdleRatio(pools.idleTime(source), age(source), clock);
        return SeriesPlan.number(name, help(source, entry), unit(name), labels(source, Set.of()), ratio);
    }

    /** For how many nanoseconds there has been a meter of nanoseconds; NaN where nothing tells. */
    private static double age(MetricSource meter) {
        double mean = meter.rate(MetricSource.Rate.MEAN)
                .map(DoubleSupplier::getAsDouble)
                .orElse(Double.NaN);
        double count = meter.number().getAsDouble();
        return Absent.is(mean) || Absent.is(count) ? Double.NaN : count / mean;
    }

    private SeriesPlan idleSeconds(MetricSource source) {
        FamilyName name = NamingRule.seconds(source.domain(), source.type(), source.name());
        String help = help(source, catalogue.find(mbean(source), SECONDS));
        DoubleSupplier seconds = scaled(pools.idleTime(source), NANOSECOND);
        return SeriesPlan.number(name, help, unit(name), labels(source, Set.of()), seconds);
    }

    /** The catalogue knows better than the registry, where a sum goes down as well or a gauge is one that only grows. */
    private static FamilyType typeOf(MetricSource source, @Nullable CatalogueEntry entry) {
        if (entry != null && source.name().endsWith("-total") && source.origin() == MetricSource.Origin.GROUP) {
            return entry.type();
        }
        switch (source.kind()) {
            case METER:
                return FamilyType.COUNTER;
            case CUMULATIVE:
                // Kafka's name stays as it is, so one without the suffix of a counter cannot be one.
                return source.name().endsWith("-total") ? FamilyType.COUNTER : FamilyType.GAUGE;
            default:
                return FamilyType.GAUGE;
        }
    }

    private static DoubleSupplier reading(MetricSource source, @Nullable CatalogueEntry entry) {
        DoubleSupplier reading = source.number();
        if (entry == null) {
            return reading;
        }
        DoubleSupplier scaled = entry.scale() == 1 ? reading : scaled(reading, entry.scale());
        return entry.absentWhenNaN() ? absentWhenNaN(scaled) : scaled;
    }

    private static DoubleSupplier scaled(DoubleSupplier reading, double factor) {
        return () -> {
            double value = reading.getAsDouble();
            return Absent.is(value) ? value : value * factor;
        };
    }

    private static DoubleSupplier absentWhenNaN(DoubleSupplier reading) {
        return () -> {
            double value = reading.getAsDouble();
            return Double.isNaN(value) ? Absent.VALUE : value;
        };
    }

    private static List<Label> labels(MetricSource source, Set<String> reserved) {
        List<Label> keys = source.labels();
        if (QuotaRule.applies(source)) {
            keys = new ArrayList<>(keys);
            keys.add(0, new Label(QuotaRule.LABEL, source.type()));
        }
        return NamingRule.labels(keys, reserved);
    }

    private static String help(MetricSource source, @Nullable CatalogueEntry entry) {
        if (entry != null) {
            return entry.help();
        }
        String where = source.origin() == MetricSource.Origin.BEAN
                ? "MBean " + mbean(source)
                : "MBean " + mbean(source) + ", attribute " + source.name();
        String description = source.description().trim();
        return description.isEmpty() ? "Kafka's " + where + "." : description + " (" + where + ")";
    }

    private static String mbean(MetricSource source) {
        String mbean = source.domain() + ":type=" + source.type();
        return source.origin() == MetricSource.Origin.BEAN ? mbean + ",name=" + source.name() : mbean;
    }

    private @Nullable CatalogueEntry entry(MetricSource source) {
        if (source.origin() == MetricSource.Origin.BEAN) {
            return catalogue.find(mbean(source), "");
        }
        String mbean = QuotaRule.applies(source) ? QuotaRule.MBEAN : mbean(source);
        CatalogueEntry found = catalogue.find(mbean, source.name());
        return found == null && isOwn(source) ? ownEntry(source) : found;
    }

    /** Lag is called as others call it, as if it were Kafka's own. */
    private static boolean isOwn(MetricSource source) {
        return source.domain().startsWith(OWN) || source.domain().equals(LAG);
    }

    /** What is not Kafka's stands in the catalogue by the names of its series. */
    private @Nullable CatalogueEntry ownEntry(MetricSource source) {
        if (source.kind() != MetricSource.Kind.TEXT) {
            return catalogue.find(Names.of(source, typeOf(source, null)).sample(), "");
        }
        CatalogueEntry states =
                catalogue.find(Names.of(source, FamilyType.STATESET).sample(), "");
        return states == null ? catalogue.find(Names.of(source, FamilyType.INFO).sample(), "") : states;
    }

    /** The unit that the name ends in, for OpenMetrics. */
    private static String unit(FamilyName name) {
        for (String unit : List.of(SECONDS, "bytes", "percent")) {
            if (name.openMetrics().endsWith("_" + unit)) {
                return unit;
            }
        }
        return "";
    }
}
