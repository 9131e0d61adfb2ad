package io.freshet.agent;

import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lag that the agents of all brokers show at one time, by group and partition. */
record ShownLag(Map<String, Map<Integer, Map<String, Long>>> byBroker) {
    /** Brokers that are down show nothing. */
    static ShownLag of(LagCluster cluster) {
        Map<String, Map<Integer, Map<String, Long>>> byBroker = new TreeMap<>();
        for (int id = 1; id <= cluster.count(); id++) {
            if (cluster.broker(id).process().isAlive()) {
                add(id, cluster.agentPort(id), byBroker);
            }
        }
        return new ShownLag(byBroker);
    }

    /** That of agents that listen here. */
    static ShownLag at(List<Integer> ports) {
        Map<String, Map<Integer, Map<String, Long>>> byBroker = new TreeMap<>();
        ports.forEach(port -> add(port, port, byBroker));
        return new ShownLag(byBroker);
    }

    /** Waits until the last look of each agent that listens here has missed nothing. */
    static void awaitWhole(List<Integer> ports) {
        for (int port : ports) {
            Await.untilTrue("a whole look at " + port, Duration.ofSeconds(90), () -> {
                List<Sample> missed = Scrape.text(port).samples("freshet_lag_incomplete", Map.of());
                return !missed.isEmpty() && missed.stream().allMatch(sample -> sample.value() == 0);
            });
        }
    }

    private static void add(int id, int port, Map<String, Map<Integer, Map<String, Long>>> byBroker) {
        Scrape scrape;
        try {
            scrape = Scrape.text(port, List.of("kafka_consumergroup_lag"));
        } catch (AssertionError e) {
            // It ends, or begins.
            return;
        }
        for (Sample sample : scrape.samples("kafka_consumergroup_lag", Map.of())) {
            byBroker.computeIfAbsent(label(sample, "consumergroup"), missing -> new TreeMap<>())
                    .computeIfAbsent(id, missing -> new TreeMap<>())
                    .put(label(sample, "topic") + "-" + label(sample, "partition"), (long) sample.value());
        }
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
