package io.freshet.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;

/** For how long at most no broker shows a group although its coordinator answers for it. */
final class GroupGaps implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2_000;

    private final LagCluster cluster;
    private final List<String> groups;
    private final Admin admin;
    private final Map<String, Long> since = new HashMap<>();
    private final Map<String, Duration> longest = new TreeMap<>();

    GroupGaps(LagCluster cluster, List<String> groups) {
        this.cluster = cluster;
        this.groups = groups;
        this.admin = Admin.create(Map.of(
                "bootstrap.servers",
                IntStream.rangeClosed(1, cluster.count())
                        .mapToObj(id -> cluster.broker(id).bootstrapServers())
                        .collect(Collectors.joining(","))));
    }

    /** Looks once, at Kafka and then at what is shown. */
    ShownLag look() {
        long now = System.nanoTime();
        Set<String> answered = answered();
        ShownLag shown = ShownLag.of(cluster);
        for (String group : groups) {
            if (!answered.contains(group) || shown.byBroker().containsKey(group)) {
                since.remove(group);
            } else {
                long begin = since.computeIfAbsent(group, first -> now);
                longest.merge(
                        group,
                        Duration.ofNanos(System.nanoTime() - begin),
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        return shown;
    }

    private Set<String> answered() {
        Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
        groups.forEach(group -> asked.put(group, new ListConsumerGroupOffsetsSpec()));
        ListConsumerGroupOffsetsResult result =
                admin.listConsumerGroupOffsets(asked, new ListConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS));
        Set<String> answered = new HashSet<>();
        for (String group : groups) {
            try {
                result.partitionsToOffsetAndMetadata(group).get();
                answered.add(group);
            } catch (ExecutionException e) {
                // Its coordinator is not there yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        return answered;
    }

    /** Of those that were missing at all. */
    Map<String, Duration> longest() {
        return longest;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
