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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClassicGroupsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Clients of Kafka 4.1 and later: groups of all types. */
final class NewerGroupCalls implements GroupCalls {
    /** The protocol type of groups of consumers; Connect's workers, for one, have another. */
    private static final String CONSUMER = "consumer";

    @Override
    public GroupList list(Admin admin, int timeoutMillis) throws InterruptedException, ExecutionException {
        ListGroupsResult result = admin.listGroups(new ListGroupsOptions().timeoutMs(timeoutMillis));
        List<ListedGroup> groups = new ArrayList<>();
        for (GroupListing listing : result.valid().get()) {
            GroupKind kind = kind(listing);
            if (kind != null) {
                String state = listing.groupState().map(Object::toString).orElse("Unknown");
                groups.add(new ListedGroup(listing.groupId(), kind, state));
            }
        }
        return new GroupList(groups, result.errors().get());
    }

    private static @Nullable GroupKind kind(GroupListing listing) {
        GroupType type = listing.type().orElse(GroupType.CLASSIC);
        switch (type) {
            case CONSUMER:
                return GroupKind.CONSUMER;
            case SHARE:
                return GroupKind.SHARE;
            case STREAMS:
                return GroupKind.STREAMS;
            default:
                break;
        }
        if (listing.protocol().isEmpty()) {
            return GroupKind.SIMPLE;
        }
        return listing.protocol().equals(CONSUMER) ? GroupKind.CLASSIC : null;
    }

    @Override
    public Map<String, KafkaFuture<List<Member>>> members(
            Admin admin, Collection<ListedGroup> groups, int timeoutMillis) {
        Map<String, KafkaFuture<List<Member>>> members = new HashMap<>();
        put(
                members,
                admin.describeConsumerGroups(
                                names(groups, GroupKind.CONSUMER),
                                new DescribeConsumerGroupsOptions().timeoutMs(timeoutMillis))
                        .describedGroups(),
                group -> Members.of(group.members()));
        List<String> classic = names(groups, GroupKind.CLASSIC);
        put(
                members,
                admin.describeClassicGroups(classic, new DescribeClassicGroupsOptions().timeoutMs(timeoutMillis))
                        .describedGroups(),
                group -> Members.of(group.members()));
        put(
                members,
                admin.describeShareGroups(
                                names(groups, GroupKind.SHARE),
                                new DescribeShareGroupsOptions().timeoutMs(timeoutMillis))
                        .describedGroups(),
                group -> group.members().stream()
                        .map(member -> Members.of(
                                member.clientId(),
                                member.host(),
                                member.assignment().topicPartitions()))
                        .collect(Collectors.toList()));
        put(
                members,
                admin.describeStreamsGroups(
                                names(groups, GroupKind.STREAMS),
                                new DescribeStreamsGroupsOptions().timeoutMs(timeoutMillis))
                        .describedGroups(),
                group -> group.members().stream()
                        // Its tasks are told by parts of its topology, not by topics.
                        .map(member -> new Member(member.clientId(), member.clientHost(), List.of()))
                        .collect(Collectors.toList()));
        return members;
    }

    private static List<String> names(Collection<ListedGroup> groups, GroupKind kind) {
        return groups.stream()
                .filter(group -> group.kind() == kind)
                .map(ListedGroup::name)
                .collect(Collectors.toList());
    }

    private static <T> void put(
            Map<String, KafkaFuture<List<Member>>> members,
            Map<String, KafkaFuture<T>> described,
            Function<T, List<Member>> read) {
        described.forEach((name, future) -> members.put(name, future.thenApply(read::apply)));
    }

    @Override
    public Map<String, KafkaFuture<Map<PartitionId, Commit>>> shared(
            Admin admin, Collection<ListedGroup> groups, int timeoutMillis) {
        Map<String, ListShareGroupOffsetsSpec> wanted = new HashMap<>();
        names(groups, GroupKind.SHARE).forEach(name -> wanted.put(name, new ListShareGroupOffsetsSpec()));
        ListShareGroupOffsetsResult result =
                admin.listShareGroupOffsets(wanted, new ListShareGroupOffsetsOptions().timeoutMs(timeoutMillis));
        Map<String, KafkaFuture<Map<PartitionId, Commit>>> shared = new HashMap<>();
        wanted.keySet()
                .forEach(name ->
                        shared.put(name, result.partitionsToOffsetInfo(name).thenApply(NewerGroupCalls::commits)));
        return shared;
    }

    private static Map<PartitionId, Commit> commits(Map<TopicPartition, @Nullable SharePartitionOffsetInfo> offsets) {
        Map<PartitionId, Commit> commits = new HashMap<>();
        offsets.forEach((partition, info) -> {
            if (info != null && info.startOffset() >= 0) {
                Commit commit = Commit.at(info.startOffset());
                commits.put(
                        Members.partition(partition),
                        info.lag()
                                .filter(lag -> lag >= 0)
                                .map(commit::withOwnLag)
                                .orElse(commit));
            }
        });
        return commits;
    }
}
