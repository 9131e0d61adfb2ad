package io.freshet.agent.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A metric as a registry holds it, with the way to read it. */
public final class MetricSource {
    /** Which of Kafka's two registries a metric is from; they name metrics differently. */
    public enum Origin {
        /** {@code domain:type=...,name=...}: Yammer's, of brokers and controllers. */
        BEAN,
        /** A group with attributes: Kafka's own, of clients, Connect, Streams and raft. */
        GROUP
    }

    /** What the value of a metric is. */
    public enum Kind {
        GAUGE,
        /** A number that only grows, as its registry knows for sure. */
        CUMULATIVE,
        /** A count of events. */
        METER,
        /** A meter that counts nanoseconds. */
        NANOSECOND_METER,
        DISTRIBUTION,
        TEXT,
        /** A gauge without a value so far, which may turn out to be a number or a text. */
        UNDECIDED
    }

    /** The averages that a meter keeps besides its count. */
    public enum Rate {
        MEAN,
        ONE_MINUTE,
        FIVE_MINUTE,
        FIFTEEN_MINUTE
    }

    private final Origin origin;
    private final String domain;
    private final String type;
    private final String name;
    private final List<Label> labels;
    private final String description;
    private final Kind kind;
    private final Object reading;
    private final @Nullable Function<Rate, DoubleSupplier> rates;

    private MetricSource(
            Origin origin,
            String domain,
            String type,
            String name,
            List<Label> labels,
            String description,
            Kind kind,
            Object reading,
            @Nullable Function<Rate, DoubleSupplier> rates) {
        this.origin = origin;
        this.domain = domain;
        this.type = type;
        this.name = name;
        this.labels = List.copyOf(labels);
        this.description = description;
        this.kind = kind;
        this.reading = reading;
        this.rates = rates;
    }

    /** Begins the description of a metric of Yammer's. */
    public static Named bean(String domain, String type, String name, List<Label> labels) {
        return new Named(Origin.BEAN, domain, type, name, labels, "");
    }

    /** Begins the description of a metric of Kafka's own. */
    public static Named group(String domain, String group, String attribute, List<Label> labels, String description) {
        return new Named(Origin.GROUP, domain, group, attribute, labels, description);
    }

    public Origin origin() {
        return origin;
    }

    /** The JMX domain, such as {@code kafka.server}. */
    public String domain() {
        return domain;
    }

    /** The MBean's type: for Kafka's own metrics the group. */
    public String type() {
        return type;
    }

    /** The MBean's name: for Kafka's own metrics the attribute. */
    public String name() {
        return name;
    }

    /** The remaining keys, in their order. */
    public List<Label> labels() {
        return labels;
    }

    /** What Kafka says about the metric; may be empty. */
    public String description() {
        return description;
    }

    public Kind kind() {
        return kind;
    }

    /** How the value is read, of every kind that is a number. */
    public DoubleSupplier number() {
        return (DoubleSupplier) reading;
    }

    /** How an average of a meter is read, where the registry tells. */
    public Optional<DoubleSupplier> rate(Rate which) {
        return rates == null ? Optional.empty() : Optional.of(rates.apply(which));
    }

    /** How a text is read; null when it has none now. */
    @SuppressWarnings("unchecked") // What text() below has put there.
    public Supplier<@Nullable String> text() {
        return (Supplier<@Nullable String>) reading;
    }

    public Distribution distribution() {
        return (Distribution) reading;
    }

    /** The same as its first value says; itself as long as that is missing, null when it is neither number nor text. */
    public @Nullable MetricSource decided() {
        return kind == Kind.UNDECIDED ? ((UntypedGauge) reading).byValue(this) : this;
    }

    /** An undecided one, taken for a text or for a number by somebody who knows. */
    public MetricSource decided(boolean isText) {
        UntypedGauge gauge = (UntypedGauge) reading;
        return isText ? gauge.asText() : gauge.asNumber();
    }

    /** A metric's names, to which its reading is added. */
    public static final class Named {
        private final Origin origin;
        private final String domain;
        private final String type;
        private final String name;
        private final List<Label> labels;
        private final String description;

        private Named(Origin origin, String domain, String type, String name, List<Label> labels, String description) {
            this.origin = origin;
            this.domain = domain;
            this.type = type;
            this.name = name;
            this.labels = labels;
            this.description = description;
        }

        public MetricSource gauge(DoubleSupplier reading) {
            return with(Kind.GAUGE, reading);
        }

        public MetricSource cumulative(DoubleSupplier reading) {
            return with(Kind.CUMULATIVE, reading);
        }

        public MetricSource meter(DoubleSupplier count) {
            return with(Kind.METER, count);
        }

        public MetricSource meter(DoubleSupplier count, Function<Rate, DoubleSupplier> rates) {
            return new MetricSource(origin, domain, type, name, labels, description, Kind.METER, count, rates);
        }

        public MetricSource nanosecondMeter(DoubleSupplier nanoseconds, Function<Rate, DoubleSupplier> rates) {
            return new MetricSource(
                    origin, domain, type, name, labels, description, Kind.NANOSECOND_METER, nanoseconds, rates);
        }

        public MetricSource distribution(Distribution reading) {
            return with(Kind.DISTRIBUTION, reading);
        }

        public MetricSource text(Supplier<@Nullable String> reading) {
            return with(Kind.TEXT, reading);
        }

        /** A gauge of which only the value, read in one of two ways, says what it is; null when it is neither number nor text. */
        public @Nullable MetricSource untyped(
                Supplier<@Nullable Object> value, DoubleSupplier number, Supplier<@Nullable String> text) {
            return with(Kind.UNDECIDED, new UntypedGauge(gauge(number), text(text), value))
                    .decided();
        }

        private MetricSource with(Kind kind, Object reading) {
            return new MetricSource(origin, domain, type, name, labels, description, kind, reading, null);
        }
    }
}
