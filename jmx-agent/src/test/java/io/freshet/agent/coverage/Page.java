package io.freshet.agent.coverage;

import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The samples of Kafka on the page of an agent, by their names and labels. */
final class Page {
    private final Map<String, Double> samples = new HashMap<>();

    private Page(Scrape scrape) {
        scrape.families().values().forEach(family -> {
            for (Sample sample : family.samples()) {
                // Of a set of states only the one that holds counts.
                boolean otherState = sample.labels().containsKey(family.name()) && sample.value() == 0;
                if (sample.name().matches("(org_apache_)?kafka_.*") && !otherState) {
                    samples.put(sample.name() + labels(sample), sample.value());
                }
            }
        });
    }

    static Page whole(int port) {
        return new Page(Scrape.text(port));
    }

    /** Only families that have these samples. */
    static Page of(int port, Collection<String> names) {
        return new Page(Scrape.text(port, names));
    }

    @Nullable
    Double value(Expected expected) {
        return samples.get(expected.series());
    }

    Set<String> series() {
        return samples.keySet();
    }

    private static Map<String, String> labels(Sample sample) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        if (sample.name().endsWith("_connector_type_info")) {
            labels.remove("value");
        }
        return labels;
    }
}
