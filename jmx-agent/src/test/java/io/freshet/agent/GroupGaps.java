package io.freshet.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * How many looks of its coordinator at most did not show a group although the coordinator answered for it. A look that has begun
 * before it did counts too.
 */
final class GroupGaps implements AutoCloseable {
    private static final String OFFSETS = "__consumer_offsets";
    private static final int PATIENCE_MILLIS = 2_000;

    private final LagCluster cluster;
    private final List<String> groups;
    private final Admin admin;
    private final Map<String, Gap> open = new HashMap<>();
    private final Map<String, Integer> longest = new TreeMap<>();

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
        double now = System.currentTimeMillis() / 1e3;
        Set<String> answered = answered();
        Map<String, Integer> coordinators = coordinators();
        ShownLag shown = ShownLag.of(cluster);
        for (String group : groups) {
            Integer coordinator = coordinators.get(group);
            if (coordinator == null
                    || !answered.contains(group)
                    || shown.byBroker().containsKey(group)) {
                open.remove(group);
            } else {
                Gap gap = open.compute(
                        group,
                        (name, before) -> before != null && before.coordinator == coordinator
                                ? before
                                : new Gap(coordinator, now, new HashSet<>()));
                gap.add(shown.looks().get(coordinator));
                longest.merge(group, gap.looks.size(), Math::max);
            }
        }
        return shown;
    }

    /** Those that are known; a group's is the leader of its partition of the offsets topic. */
    private Map<String, Integer> coordinators() {
        try {
            List<TopicPartitionInfo> partitions = Objects.requireNonNull(admin.describeTopics(
                                    List.of(OFFSETS), new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
                            .allTopicNames()
                            .get()
                            .get(OFFSETS))
                    .partitions();
            Map<String, Integer> coordinators = new HashMap<>();
            for (String group : groups) {
                Node leader = partitions
                        .get((group.hashCode() & Integer.MAX_VALUE) % partitions.size())
                        .leader();
                if (leader != null) {
                    coordinators.put(group, leader.id());
                }
            }
            return coordinators;
        } catch (ExecutionException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
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
    Map<String, Integer> longest() {
        return longest;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    /** One that lasts, since then. */
    private record Gap(int coordinator, double since, Set<Double> looks) {
        void add(@Nullable Double look) {
            if (look != null && look > since) {
                looks.add(look);
            }
        }
    }
}
