package io.freshet.agent.metric;

import java.util.List;
import java.util.function.BooleanSupplier;
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
    private final String textLabel;

    private SeriesPlan(
            FamilyName family,
            String help,
            String unit,
            List<Label> labels,
            Object reading,
            List<String> states,
            Profile profile,
            String textLabel) {
        this.family = family;
        this.help = help;
        this.unit = unit;
        this.labels = List.copyOf(labels);
        this.reading = reading;
        this.states = List.copyOf(states);
        this.profile = profile;
        this.textLabel = textLabel;
    }

    private static SeriesPlan of(FamilyName family, String help, String unit, List<Label> labels, Object reading) {
        return new SeriesPlan(family, help, unit, labels, reading, List.of(), Profile.ESSENTIAL, "");
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
        return new SeriesPlan(family, help, "", labels, reading, states, Profile.ESSENTIAL, "");
    }

    /** The same, in another profile. */
    public SeriesPlan in(Profile other) {
        return new SeriesPlan(family, help, unit, labels, reading, states, other, textLabel);
    }

    /** The same with labels besides its own, which win where names are the same. */
    public SeriesPlan with(List<Label> more) {
        return new SeriesPlan(family, help, unit, Label.join(labels, more), reading, states, profile, textLabel);
    }

    /** The same, but absent while the condition does not hold; its value is not read then. */
    public SeriesPlan onlyWhile(BooleanSupplier condition) {
        return new SeriesPlan(
                family, help, unit, labels, Conditional.reading(reading, condition), states, profile, textLabel);
    }

    /** The same under another name, with other labels and no unit. */
    public SeriesPlan named(FamilyName name, List<Label> others) {
        return new SeriesPlan(name, help, "", others, reading, states, profile, textLabel);
    }

    /** The same explanation for a number that is read so. */
    public SeriesPlan reading(DoubleSupplier other) {
        return new SeriesPlan(family, help, unit, labels, other, List.of(), profile, "");
    }

    /** The same explanation for a distribution that is read so. */
    public SeriesPlan reading(Distribution other) {
        return new SeriesPlan(family, help, unit, labels, other, List.of(), profile, "");
    }

    /** The same, its text in a label of this name, beside the number 1. */
    public SeriesPlan textLabel(String label) {
        return new SeriesPlan(family, help, unit, labels, reading, List.of(), profile, label);
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

    /** How many samples it has at a scrape, at most. */
    int samples() {
        return reading instanceof Distribution ? Quantiles.ALL.size() + 2 : Math.max(1, states.size());
    }

    /** The label that a text stands in; empty where the type of the family says. */
    String textLabel() {
        return textLabel;
    }

    List<String> states() {
        return states;
    }

    Object reading() {
        return reading;
    }
}
