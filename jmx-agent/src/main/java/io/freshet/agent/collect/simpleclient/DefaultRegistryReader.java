package io.freshet.agent.collect.simpleclient;

import io.freshet.agent.collect.HostRegistryReader;
import io.freshet.agent.metric.ForeignFamily;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads simpleclient's default registry. */
public final class DefaultRegistryReader implements HostRegistryReader {
    @Override
    public List<ForeignFamily> families() {
        List<ForeignFamily> families = new ArrayList<>();
        for (Collector.MetricFamilySamples found :
                Collections.list(CollectorRegistry.defaultRegistry.metricFamilySamples())) {
            families.add(Families.family(found, Families.nameOf(found)));
        }
        return families;
    }
}
