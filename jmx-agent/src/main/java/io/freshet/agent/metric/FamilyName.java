package io.freshet.agent.metric;

import java.util.List;

/** The name of a family with its type, which together decide under which names samples appear. */
public final class FamilyName {
    private final String sample;
    private final FamilyType type;

    /** Counters end in {@code _total} and infos in {@code _info}, exactly once; the suffix is added where it lacks. */
    public FamilyName(String name, FamilyType type) {
        this.type = type;
        String suffix = suffixOf(type);
        this.sample = name.endsWith(suffix) ? name : name + suffix;
    }

    private static String suffixOf(FamilyType type) {
        switch (type) {
            case COUNTER:
                return "_total";
            case INFO:
                return "_info";
            default:
                return "";
        }
    }

    public FamilyType type() {
        return type;
    }

    /** The name of the sample; of a summary, the name that its samples begin with. */
    public String sample() {
        return sample;
    }

    /** The name in OpenMetrics' metadata, which leaves the suffix off. */
    public String openMetrics() {
        return sample.substring(0, sample.length() - suffixOf(type).length());
    }

    /** Every name that no other family may use: its own and those of its samples. */
    public List<String> claims() {
        if (type == FamilyType.SUMMARY) {
            return List.of(sample, sample + "_count", sample + "_sum");
        }
        if (type == FamilyType.HISTOGRAM) {
            return List.of(sample, sample + "_count", sample + "_sum", sample + "_bucket");
        }
        return sample.equals(openMetrics()) ? List.of(sample) : List.of(sample, openMetrics());
    }

    @Override
    public String toString() {
        return sample;
    }
}
