package io.freshet.comparisons.lag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The lag of all groups as exporters find it that ask for one group after the other, through Kafka's admin client. */
public final class GroupPolling {
    /** So many groups wait for answers at a time, each of them asked for by itself. */
    private static final int AT_ONCE = 50;

    private final Admin admin;
    private final boolean everything;
    private final Map<String, Map<TopicPartition, Long>> lags = new HashMap<>();

    private GroupPolling(Admin admin, boolean everything) {
        this.admin = admin;
        this.everything = everything;
    }

    /**
     * Looks until it is stopped.
     *
     * @param arguments the brokers, the seconds from one look to the next, and whether each group is also asked for its
     *     members and for the ends of its partitions, which else are asked for all at once
     */
    public static void main(String[] arguments) throws Exception {
        long interval = TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[1]));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]))) {
            GroupPolling polling = new GroupPolling(admin, Boolean.parseBoolean(arguments[2]));
            long next = System.nanoTime();
            while (true) {
                polling.look();
                System.out.println("Lags: " + polling.count());
                next = Math.max(System.nanoTime(), next + interval);
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        }
    }

    private int count() {
        return lags.values().stream().mapToInt(Map::size).sum();
    }

    private void look() throws InterruptedException, ExecutionException {
        List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                .map(GroupListing::groupId)
                .toList();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> commits = new HashMap<>();
        for (int first = 0; first < groups.size(); first += AT_ONCE) {
            List<String> some = groups.subList(first, Math.min(first + AT_ONCE, groups.size()));
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = commits(some);
            if (everything) {
                putWithOwnEnds(committed);
            } else {
                commits.putAll(committed);
            }
        }
        if (!everything) {
            Map<TopicPartition, Long> ends = ends(commits.values().stream()
                            .flatMap(each -> each.keySet().stream())
                            .collect(Collectors.toSet()))
                    .get();
            commits.forEach((group, committed) -> put(group, committed, ends));
        }
    }

    /** Of each its commits, and its members where everything is asked for. */
    private Map<String, Map<TopicPartition, OffsetAndMetadata>> commits(List<String> groups)
            throws InterruptedException, ExecutionException {
        List<KafkaFuture<?>> members = new ArrayList<>();
        Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> asked = new LinkedHashMap<>();
        for (String group : groups) {
            if (everything) {
                members.add(admin.describeConsumerGroups(List.of(group)).all());
            }
            asked.put(group, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        }
        Map<String, Map<TopicPartition, OffsetAndMetadata>> commits = new LinkedHashMap<>();
        for (Map.Entry<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> one : asked.entrySet()) {
            commits.put(one.getKey(), one.getValue().get());
        }
        KafkaFuture.allOf(members.toArray(KafkaFuture[]::new)).get();
        return commits;
    }

    private void putWithOwnEnds(Map<String, Map<TopicPartition, OffsetAndMetadata>> commits)
            throws InterruptedException, ExecutionException {
        Map<String, KafkaFuture<Map<TopicPartition, Long>>> asked = new LinkedHashMap<>();
        commits.forEach((group, committed) -> asked.put(group, ends(committed.keySet())));
        for (Map.Entry<String, KafkaFuture<Map<TopicPartition, Long>>> one : asked.entrySet()) {
            put(
                    one.getKey(),
                    commits.getOrDefault(one.getKey(), Map.of()),
                    one.getValue().get());
        }
    }

    private KafkaFuture<Map<TopicPartition, Long>> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(asked).all().thenApply(found -> {
            Map<TopicPartition, Long> ends = new HashMap<>();
            found.forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        });
    }

    private void put(String group, Map<TopicPartition, OffsetAndMetadata> commits, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> lag = new HashMap<>();
        commits.forEach((partition, commit) ->
                lag.put(partition, Math.max(0, ends.getOrDefault(partition, 0L) - commit.offset())));
        lags.put(group, lag);
    }
}
