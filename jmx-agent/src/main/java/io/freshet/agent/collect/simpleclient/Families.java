package io.freshet.agent.collect.simpleclient;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.Label;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Families of simpleclient as the agent exposes them. */
public final class Families {
    private Families() {}

    public static FamilyName nameOf(Collector.MetricFamilySamples found) {
        switch (found.type) {
            case COUNTER:
                return new FamilyName(found.name, FamilyType.COUNTER);
            case SUMMARY:
                return new FamilyName(found.name, FamilyType.SUMMARY);
            case HISTOGRAM:
                return new FamilyName(found.name, FamilyType.HISTOGRAM);
            default:
                // Infos as well: their labels are their own, so in OpenMetrics a gauge of 1 says the same.
                String name = found.type == Collector.Type.INFO && !found.name.endsWith("_info")
                        ? found.name + "_info"
                        : found.name;
                return new FamilyName(name, FamilyType.GAUGE);
        }
    }

    /** The family under this name, which may be another than its own. */
    public static ForeignFamily family(Collector.MetricFamilySamples found, FamilyName name) {
        List<ForeignFamily.Sample> samples = new ArrayList<>();
        for (Collector.MetricFamilySamples.Sample sample : found.samples) {
            String rest = suffix(sample.name, name.type());
            if (rest != null) {
                samples.add(new ForeignFamily.Sample(name.sample() + rest, labels(sample), sample.value));
            }
        }
        return new ForeignFamily(name, found.help, unit(name), samples);
    }

    /** What a sample's name adds to the family's; null for {@code _created}, which only says when a counter began. */
    private static @Nullable String suffix(String sample, FamilyType type) {
        if (sample.endsWith("_created")) {
            return null;
        }
        if (type == FamilyType.SUMMARY || type == FamilyType.HISTOGRAM) {
            for (String suffix : List.of("_count", "_sum", "_bucket")) {
                if (sample.endsWith(suffix)) {
                    return suffix;
                }
            }
        }
        return "";
    }

    private static String unit(FamilyName name) {
        String family = name.openMetrics();
        return family.endsWith("_seconds") ? "seconds" : family.endsWith("_bytes") ? "bytes" : "";
    }

    private static List<Label> labels(Collector.MetricFamilySamples.Sample sample) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < sample.labelNames.size(); i++) {
            labels.add(new Label(sample.labelNames.get(i), sample.labelValues.get(i)));
        }
        return labels;
    }
}
