package io.freshet.agent.metric;

import java.util.List;

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
        private final byte[] labels;
        private final double value;

        public Sample(String name, List<Label> labels, double value) {
            this.name = name;
            this.labels = Text.labels(labels);
            this.value = value;
        }

        public String name() {
            return name;
        }

        /** The encoded labels, without braces. */
        public byte[] labels() {
            return labels;
        }

        public double value() {
            return value;
        }
    }
}
