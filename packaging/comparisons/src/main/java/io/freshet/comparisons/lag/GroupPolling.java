package io.freshet.comparisons.lag;

import java.util.HashMap;
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
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The lag of all groups as exporters find it that ask for one group after the other, through Kafka's admin client. */
public final class GroupPolling {
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
        for (String group : groups) {
            if (everything) {
                admin.describeConsumerGroups(List.of(group)).all().get();
            }
            commits.put(
                    group,
                    admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get());
            if (everything) {
                put(group, commits.get(group), ends(commits.get(group).keySet()));
            }
        }
        if (!everything) {
            Map<TopicPartition, Long> ends = ends(commits.values().stream()
                    .flatMap(each -> each.keySet().stream())
                    .collect(Collectors.toSet()));
            commits.forEach((group, committed) -> put(group, committed, ends));
        }
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(asked).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    private void put(String group, Map<TopicPartition, OffsetAndMetadata> commits, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> lag = new HashMap<>();
        commits.forEach((partition, commit) ->
                lag.put(partition, Math.max(0, ends.getOrDefault(partition, 0L) - commit.offset())));
        lags.put(group, lag);
    }
}
