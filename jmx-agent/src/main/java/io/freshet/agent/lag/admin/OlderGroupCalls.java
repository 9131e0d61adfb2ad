package io.freshet.agent.lag.admin;

import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.GroupKind;
import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.PartitionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupsResult;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;

/** Clients before Kafka 4. */
@SuppressWarnings({"deprecation", "removal"}) // Before 4.0 there is nothing else.
final class OlderGroupCalls implements GroupCalls {
    @Override
    public GroupList list(Admin admin, int timeoutMillis) throws InterruptedException, ExecutionException {
        ListConsumerGroupsResult result =
                admin.listConsumerGroups(new ListConsumerGroupsOptions().timeoutMs(timeoutMillis));
        List<ListedGroup> groups = new ArrayList<>();
        for (ConsumerGroupListing listing : result.valid().get()) {
            String state = listing.state().map(Object::toString).orElse("Unknown");
            groups.add(new ListedGroup(listing.groupId(), kind(listing), state));
        }
        return new GroupList(groups, result.errors().get());
    }

    private static GroupKind kind(ConsumerGroupListing listing) {
        if (listing.isSimpleConsumerGroup()) {
            return GroupKind.SIMPLE;
        }
        return listing.type().filter(type -> type == GroupType.CONSUMER).isPresent()
                ? GroupKind.CONSUMER
                : GroupKind.CLASSIC;
    }

    @Override
    public Map<String, KafkaFuture<List<Member>>> members(
            Admin admin, Collection<ListedGroup> groups, int timeoutMillis) {
        List<String> names = groups.stream().map(ListedGroup::name).collect(Collectors.toList());
        Map<String, KafkaFuture<List<Member>>> members = new HashMap<>();
        admin.describeConsumerGroups(names, new DescribeConsumerGroupsOptions().timeoutMs(timeoutMillis))
                .describedGroups()
                .forEach((name, future) ->
                        members.put(name, future.thenApply(description -> Members.of(description.members()))));
        return members;
    }

    @Override
    public Map<String, KafkaFuture<Map<PartitionId, Commit>>> shared(
            Admin admin, Collection<ListedGroup> groups, int timeoutMillis) {
        return Map.of();
    }
}
