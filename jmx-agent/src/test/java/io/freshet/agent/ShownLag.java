package io.freshet.agent;

import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lag that the agents of all brokers show at one time.
 *
 * @param byBroker by group, broker and partition
 * @param looks when each broker looked, in seconds since 1970; without those that have not yet
 */
record ShownLag(Map<String, Map<Integer, Map<String, Long>>> byBroker, Map<Integer, Double> looks) {
    private static final String LAG = "kafka_consumergroup_lag";
    private static final String INCOMPLETE = "freshet_lag_incomplete";
    private static final String LOOK = "freshet_lag_look_timestamp_seconds";

    /** Brokers that are down show nothing. */
    static ShownLag of(LagCluster cluster) {
        Map<Integer, Scrape> pages = new TreeMap<>();
        for (int id = 1; id <= cluster.count(); id++) {
            if (cluster.broker(id).process().isAlive()) {
                try {
                    pages.put(id, page(cluster.agentPort(id)));
                } catch (AssertionError e) {
                    // It ends, or begins.
                }
            }
        }
        return of(pages);
    }

    /** That of agents that listen here. */
    static ShownLag at(List<Integer> ports) {
        Map<Integer, Scrape> pages = new TreeMap<>();
        ports.forEach(port -> pages.put(port, page(port)));
        return of(pages);
    }

    /** That of looks that have missed nothing: in some a busy broker has not answered in time. */
    static ShownLag whole(List<Integer> ports) {
        Map<Integer, Scrape> pages = new TreeMap<>();
        for (int port : ports) {
            Await.untilTrue("a whole look at " + port, Duration.ofSeconds(90), () -> {
                Scrape page = page(port);
                pages.put(port, page);
                return isWhole(page);
            });
        }
        return of(pages);
    }

    private static Scrape page(int port) {
        return Scrape.text(port, List.of(LAG, INCOMPLETE, LOOK));
    }

    private static boolean isWhole(Scrape page) {
        List<Sample> missed = page.samples(INCOMPLETE, Map.of());
        return !missed.isEmpty() && missed.stream().allMatch(sample -> sample.value() == 0);
    }

    private static ShownLag of(Map<Integer, Scrape> pages) {
        Map<String, Map<Integer, Map<String, Long>>> byBroker = new TreeMap<>();
        Map<Integer, Double> looks = new TreeMap<>();
        pages.forEach((id, page) -> {
            page.samples(LOOK, Map.of()).forEach(sample -> looks.put(id, sample.value()));
            for (Sample sample : page.samples(LAG, Map.of())) {
                byBroker.computeIfAbsent(label(sample, "consumergroup"), missing -> new TreeMap<>())
                        .computeIfAbsent(id, missing -> new TreeMap<>())
                        .put(label(sample, "topic") + "-" + label(sample, "partition"), (long) sample.value());
            }
        });
        return new ShownLag(byBroker, looks);
    }

    private static String label(Sample sample, String name) {
        return String.valueOf(sample.labels().get(name));
    }

    /** Groups that more than one broker tells. */
    Map<String, Map<Integer, Map<String, Long>>> twice() {
        Map<String, Map<Integer, Map<String, Long>>> twice = new TreeMap<>(byBroker);
        twice.values().removeIf(brokers -> brokers.size() < 2);
        return twice;
    }

    /** As if there were one broker. */
    Map<String, Map<String, Long>> lags() {
        Map<String, Map<String, Long>> lags = new TreeMap<>();
        byBroker.forEach((group, brokers) -> brokers.values()
                .forEach(partitions ->
                        lags.computeIfAbsent(group, missing -> new TreeMap<>()).putAll(partitions)));
        return lags;
    }
}
