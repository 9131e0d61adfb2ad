package io.freshet.agent.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One series of a family: its labels encoded once, its value read at each scrape. */
public abstract class Series {
    private final Family family;
    private final byte[] labels;
    private volatile boolean removed;

    /** A series with the same labels that waits for this one to go. */
    @Nullable
    Series successor;

    private Series(Family family, byte[] labels) {
        this.family = family;
        this.labels = labels;
    }

    static Series of(Family family, SeriesPlan plan) {
        byte[] labels = Text.labels(plan.labels());
        if (!plan.textLabel().isEmpty()) {
            @SuppressWarnings("unchecked") // Only texts have such a label.
            Supplier<@Nullable String> labelled = (Supplier<@Nullable String>) plan.reading();
            return new LabelledTextSeries(family, labels, plan.textLabel(), labelled);
        }
        switch (family.name().type()) {
            case SUMMARY:
                return new DistributionSeries(family, labels, (Distribution) plan.reading());
            case INFO:
                @SuppressWarnings("unchecked") // An info's reading is a text: SeriesPlan.text.
                Supplier<@Nullable String> text = (Supplier<@Nullable String>) plan.reading();
                return new TextSeries(family, labels, text);
            case STATESET:
                @SuppressWarnings("unchecked") // As is that of a set of states: SeriesPlan.states.
                Supplier<@Nullable String> state = (Supplier<@Nullable String>) plan.reading();
                return new StateSeries(family, labels, plan.states(), state);
            default:
                return new NumberSeries(family, labels, (DoubleSupplier) plan.reading());
        }
    }

    /** Reads the value and hands it on. */
    public abstract void read(SampleSink sink);

    /** Reads the value if it is a number, for {@link #take}. By one thread at a time. */
    void readAhead() {}

    /** The same as {@link #read}, with the number that was read ahead, if there is one. */
    public void take(SampleSink sink) {
        read(sink);
    }

    /** The encoded labels, without braces. The array is shared: never write to it. */
    public byte[] labels() {
        return labels;
    }

    Family family() {
        return family;
    }

    boolean isRemoved() {
        return removed;
    }

    void markRemoved() {
        removed = true;
    }

    private static final class NumberSeries extends Series {
        private final DoubleSupplier reading;
        private double ahead;
        private boolean isAhead;

        NumberSeries(Family family, byte[] labels, DoubleSupplier reading) {
            super(family, labels);
            this.reading = reading;
        }

        @Override
        public void read(SampleSink sink) {
            write(reading.getAsDouble(), sink);
        }

        @Override
        void readAhead() {
            try {
                ahead = reading.getAsDouble();
                isAhead = true;
            } catch (Throwable failure) {
                // It is read again when it is taken, where failures are counted.
                isAhead = false;
            }
        }

        @Override
        public void take(SampleSink sink) {
            write(isAhead ? ahead : reading.getAsDouble(), sink);
            isAhead = false;
        }

        private static void write(double value, SampleSink sink) {
            if (!Absent.is(value)) {
                sink.number(value);
            }
        }
    }

    private static final class TextSeries extends Series {
        private final Supplier<@Nullable String> reading;

        TextSeries(Family family, byte[] labels, Supplier<@Nullable String> reading) {
            super(family, labels);
            this.reading = reading;
        }

        @Override
        public void read(SampleSink sink) {
            String value = reading.get();
            if (value != null) {
                sink.text(value);
            }
        }
    }

    private static final class StateSeries extends Series {
        private final List<String> states;
        private final List<byte[]> stateLabels;
        private final Supplier<@Nullable String> reading;

        StateSeries(Family family, byte[] labels, List<String> states, Supplier<@Nullable String> reading) {
            super(family, labels);
            this.states = states;
            this.stateLabels = states.stream().map(this::label).collect(Collectors.toUnmodifiableList());
            this.reading = reading;
        }

        @Override
        public void read(SampleSink sink) {
            String current = reading.get();
            if (current == null) {
                return;
            }
            for (int i = 0; i < states.size(); i++) {
                sink.state(stateLabels.get(i), states.get(i).equals(current));
            }
            if (states.stream().noneMatch(current::equals)) {
                // Of a version of Kafka that the catalogue does not know yet.
                sink.state(label(current), true);
            }
        }

        private byte[] label(String state) {
            return Text.labels(List.of(new Label(family().name().sample(), state)));
        }
    }

    private static final class LabelledTextSeries extends Series {
        private final String label;
        private final Supplier<@Nullable String> reading;

        LabelledTextSeries(Family family, byte[] labels, String label, Supplier<@Nullable String> reading) {
            super(family, labels);
            this.label = label;
            this.reading = reading;
        }

        @Override
        public void read(SampleSink sink) {
            String value = reading.get();
            if (value != null) {
                sink.state(Text.labels(List.of(new Label(label, value))), true);
            }
        }
    }

    private static final class DistributionSeries extends Series {
        private final Distribution reading;
        private final LatestQuantiles quantiles;

        DistributionSeries(Family family, byte[] labels, Distribution reading) {
            super(family, labels);
            this.reading = reading;
            this.quantiles = new LatestQuantiles(reading);
        }

        @Override
        public void read(SampleSink sink) {
            long count = reading.count();
            if (count < 0) {
                return;
            }
            double sum = reading.sum();
            sink.distribution(count, sum, quantiles.at(count, sum));
        }
    }

    /** The encoded labels as the key of a map. */
    static final class Key {
        private final byte[] labels;
        private final int hash;

        Key(byte[] labels) {
            this.labels = labels;
            this.hash = Arrays.hashCode(labels);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key && Arrays.equals(labels, ((Key) other).labels);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
