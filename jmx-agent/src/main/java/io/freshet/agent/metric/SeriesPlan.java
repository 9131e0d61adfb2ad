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
    private final List<String> states;
    private final Profile profile;

    private SeriesPlan(
            FamilyName family,
            String help,
            String unit,
            List<Label> labels,
            Object reading,
            List<String> states,
            Profile profile) {
        this.family = family;
        this.help = help;
        this.unit = unit;
        this.labels = List.copyOf(labels);
        this.reading = reading;
        this.states = List.copyOf(states);
        this.profile = profile;
    }

    private static SeriesPlan of(FamilyName family, String help, String unit, List<Label> labels, Object reading) {
        return new SeriesPlan(family, help, unit, labels, reading, List.of(), Profile.ESSENTIAL);
    }

    /** A gauge or counter. An empty unit says that the name carries none. */
    public static SeriesPlan number(
            FamilyName family, String help, String unit, List<Label> labels, DoubleSupplier reading) {
        return of(family, help, unit, labels, reading);
    }

    public static SeriesPlan text(
            FamilyName family, String help, List<Label> labels, Supplier<@Nullable String> reading) {
        return of(family, help, "", labels, reading);
    }

    public static SeriesPlan distribution(
            FamilyName family, String help, String unit, List<Label> labels, Distribution reading) {
        return of(family, help, unit, labels, reading);
    }

    /** A set of states, of which the text that is read is the current one. */
    public static SeriesPlan states(
            FamilyName family,
            String help,
            List<Label> labels,
            List<String> states,
            Supplier<@Nullable String> reading) {
        return new SeriesPlan(family, help, "", labels, reading, states, Profile.ESSENTIAL);
    }

    /** The same, in another profile. */
    public SeriesPlan in(Profile other) {
        return new SeriesPlan(family, help, unit, labels, reading, states, other);
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

    /** The smallest profile that it belongs to; the smallest of all, unless {@link #in} said otherwise. */
    public Profile profile() {
        return profile;
    }

    List<String> states() {
        return states;
    }

    Object reading() {
        return reading;
    }
}
