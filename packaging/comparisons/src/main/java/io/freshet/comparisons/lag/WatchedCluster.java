package io.freshet.comparisons.lag;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.MetricsEndpoint;
import io.freshet.comparisons.process.Topics;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Three brokers with groups that have committed to all partitions of a topic each. Watchers have a listener of their own, where
 * the brokers count what comes.
 */
final class WatchedCluster implements AutoCloseable {
    static final int BROKERS = 3;
    static final String HEAP = "1g";

    private static final int TOPICS = 20;
    private static final int AT_ONCE = 100;

    /** What clients ask that look at others, and records that they read. Others ask for coordinators too. */
    private static final Set<String> OF_WATCHERS = Set.of(
            "ConsumerGroupDescribe",
            "DescribeGroups",
            "DescribeShareGroupOffsets",
            "DescribeTopicPartitions",
            "FetchConsumer",
            "ListGroups",
            "ListOffsets",
            "OffsetFetch",
            "ShareGroupDescribe",
            "StreamsGroupDescribe");

    private static final String BY_KIND = "kafka_network_requestmetrics_requests_total";
    private static final Pattern OF_KIND = Pattern.compile(BY_KIND + "\\{.*?request=\"([A-Za-z]+)\".*} ([0-9.eE+]+)");

    /** To a broker what it receives is what to a client is a response. */
    private static final String BY_LISTENER = "kafka_server_socket_server_metrics_response_total";

    private static final Pattern OF_LISTENER =
            Pattern.compile(BY_LISTENER + "\\{.*?listener=\"SECOND\".*} ([0-9.eE+]+)");

    private final int partitions;
    private final List<KafkaBroker> brokers = new ArrayList<>();
    private final List<Integer> watchersPorts = new ArrayList<>();
    private final List<MetricsEndpoint> endpoints = new ArrayList<>();

    private WatchedCluster(int partitions) {
        this.partitions = partitions;
    }

    /** Starts one with a few records in each partition. */
    static WatchedCluster start(int partitions, Path folder) {
        WatchedCluster cluster = new WatchedCluster(partitions);
        try {
            int controller = Ports.free();
            for (int id = 1; id <= BROKERS; id++) {
                cluster.add(id, controller, folder.resolve("broker-" + id));
            }
            for (int topic = 0; topic < TOPICS; topic++) {
                Topics.create(cluster.brokers.get(0), topic(topic), partitions);
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void add(int id, int controller, Path folder) {
        int port = Ports.free();
        int watchers = Ports.free();
        int metrics = Ports.free();
        brokers.add(KafkaBroker.builder()
                .folder(folder)
                .port(port)
                .secondListener(watchers, watchers)
                .heap(HEAP)
                .jvmArgs(Jvm.flags())
                .agent(Freshet.agent(), metrics + ",host=127.0.0.1,profile=all")
                .member(id, controller)
                .config("offsets.topic.num.partitions", "12")
                .config("log.index.size.max.bytes", "65536")
                .start());
        watchersPorts.add(watchers);
        endpoints.add(new MetricsEndpoint(metrics));
    }

    static String topic(int number) {
        return "topic-" + number % TOPICS;
    }

    String bootstrapServers() {
        return brokers.get(0).bootstrapServers();
    }

    /** For those that look at the cluster, and nobody else. */
    String watchersServers() {
        return "127.0.0.1:" + watchersPorts.get(0);
    }

    /** The number of partitions that there are. */
    int size() {
        return TOPICS * partitions;
    }

    /** Has groups commit the same offset in all partitions of their topics. */
    void commit(int firstGroup, int endGroup, long offset) throws InterruptedException {
        List<KafkaFuture<Void>> commits = new ArrayList<>();
        for (int group = firstGroup; group < endGroup; group++) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (int partition = 0; partition < partitions; partition++) {
                offsets.put(new TopicPartition(topic(group), partition), new OffsetAndMetadata(offset));
            }
            commits.add(brokers.get(0)
                    .admin()
                    .alterConsumerGroupOffsets("group-" + group, offsets)
                    .all());
            if (commits.size() == AT_ONCE || group == endGroup - 1) {
                await(commits);
                commits.clear();
            }
        }
    }

    private static void await(List<KafkaFuture<Void>> commits) throws InterruptedException {
        try {
            KafkaFuture.allOf(commits.toArray(KafkaFuture[]::new)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A group cannot commit", e);
        }
    }

    /** How many requests have come from watchers so far, to all brokers, of whatever kind. */
    double requests() {
        return endpoints.stream()
                .flatMap(endpoint -> endpoint.text("?name[]=" + BY_LISTENER).lines())
                .map(OF_LISTENER::matcher)
                .filter(Matcher::matches)
                .mapToDouble(count -> Double.parseDouble(count.group(1)))
                .sum();
    }

    /** The same by kind, of those kinds that nobody else asks for. */
    Map<String, Double> requestsByKind() {
        Map<String, Double> requests = new HashMap<>();
        endpoints.forEach(endpoint -> addByKind(endpoint, requests));
        return requests;
    }

    /** How often one of the brokers was asked for its groups. */
    int timesListed() {
        Map<String, Double> requests = new HashMap<>();
        addByKind(endpoints.get(0), requests);
        return requests.getOrDefault("ListGroups", 0.0).intValue();
    }

    private static void addByKind(MetricsEndpoint endpoint, Map<String, Double> requests) {
        endpoint.text("?name[]=" + BY_KIND).lines().forEach(line -> {
            Matcher count = OF_KIND.matcher(line);
            if (count.matches() && OF_WATCHERS.contains(count.group(1))) {
                requests.merge(count.group(1), Double.valueOf(count.group(2)), Double::sum);
            }
        });
    }

    double cpuSeconds() {
        return brokers.stream()
                .mapToDouble(broker -> Jvm.cpuSeconds(broker.process().pid()))
                .sum();
    }

    @Override
    public void close() {
        for (int i = brokers.size() - 1; i >= 0; i--) {
            brokers.get(i).close();
        }
    }
}
