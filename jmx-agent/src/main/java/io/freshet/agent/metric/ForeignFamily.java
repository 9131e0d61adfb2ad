package io.freshet.agent.metric;

import java.util.List;
import java.util.stream.Collectors;

/** A family that a library collects afresh at each scrape. */
public final class ForeignFamily {
    private final FamilyName name;
    private final String help;
    private final String unit;
    private final List<Sample> samples;

    public ForeignFamily(FamilyName name, String help, String unit, List<Sample> samples) {
        this.name = name;
        this.help = help;
        this.unit = unit;
        this.samples = List.copyOf(samples);
    }

    public FamilyName name() {
        return name;
    }

    /** The same with labels besides its own, which win where names are the same. */
    public ForeignFamily with(List<Label> more) {
        return more.isEmpty()
                ? this
                : new ForeignFamily(
                        name,
                        help,
                        unit,
                        samples.stream().map(sample -> sample.with(more)).collect(Collectors.toList()));
    }

    /** The same with these samples instead. */
    public ForeignFamily of(List<Sample> others) {
        return new ForeignFamily(name, help, unit, others);
    }

    public byte[] textHeader() {
        return Text.textHeader(name, help);
    }

    public byte[] openMetricsHeader() {
        return Text.openMetricsHeader(name, help, unit);
    }

    public List<Sample> samples() {
        return samples;
    }

    /** One line. */
    public static final class Sample {
        private final String name;
        private final List<Label> labels;
        private final byte[] encoded;
        private final double value;

        public Sample(String name, List<Label> labels, double value) {
            this.name = name;
            this.labels = labels;
            this.encoded = Text.labels(labels);
            this.value = value;
        }

        public String name() {
            return name;
        }

        /** The encoded labels, without braces. */
        public byte[] labels() {
            return encoded;
        }

        Sample with(List<Label> more) {
            return new Sample(name, Label.join(labels, more), value);
        }

        public double value() {
            return value;
        }
    }
}
