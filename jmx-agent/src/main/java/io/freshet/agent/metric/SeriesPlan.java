package io.freshet.agent.metric;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One series as it shall appear: named, explained and readable. */
public final class SeriesPlan {
    private final FamilyName family;
    private final String help;
    private final String unit;
    private final List<Label> labels;
    private final Object reading;

    private SeriesPlan(FamilyName family, String help, String unit, List<Label> labels, Object reading) {
        this.family = family;
        this.help = help;
        this.unit = unit;
        this.labels = List.copyOf(labels);
        this.reading = reading;
    }

    /** A gauge or counter. An empty unit says that the name carries none. */
    public static SeriesPlan number(
            FamilyName family, String help, String unit, List<Label> labels, DoubleSupplier reading) {
        return new SeriesPlan(family, help, unit, labels, reading);
    }

    public static SeriesPlan text(
            FamilyName family, String help, List<Label> labels, Supplier<@Nullable String> reading) {
        return new SeriesPlan(family, help, "", labels, reading);
    }

    public static SeriesPlan distribution(
            FamilyName family, String help, String unit, List<Label> labels, Distribution reading) {
        return new SeriesPlan(family, help, unit, labels, reading);
    }

    public FamilyName family() {
        return family;
    }

    public String help() {
        return help;
    }

    public String unit() {
        return unit;
    }

    public List<Label> labels() {
        return labels;
    }

    Object reading() {
        return reading;
    }
}
