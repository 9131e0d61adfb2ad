package io.freshet.agent.lag.broker;

import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.GroupKind;
import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.PartitionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.jspecify.annotations.Nullable;

/** How a {@code GroupCoordinatorShard} is read. Without state: may be used on several threads. */
final class ShardState {
    /** The protocol type of groups of consumers; Connect's workers, for one, have another. */
    private static final String CONSUMER = "consumer";

    private final HostMethod listGroups = HostMethod.with(3, "listGroups");
    private final HostMethod describeConsumers = HostMethod.with(2, "consumerGroupDescribe");
    private final HostMethod describeStreams = HostMethod.with(2, "streamsGroupDescribe");
    private final HostMethod describeClassic = HostMethod.with(3, "describeGroups");
    private final HostMethod streamMembers = new HostMethod("members");
    private final HostMethod clientId = new HostMethod("clientId");
    private final HostMethod clientHost = new HostMethod("clientHost");
    private final HostMethod groupId = new HostMethod("groupId");

    private final HostField offsetManager = new HostField("offsetMetadataManager");
    private final HostField offsets = new HostField("offsets");
    private final HostField offsetsByGroup = new HostField("offsetsByGroup");
    private final HostMethod getAsOf = new HostMethod("get", Object.class, long.class);
    private final HostMethod entriesAsOf = new HostMethod("entrySet", long.class);
    private final HostField committedOffset = new HostField("committedOffset");
    private final HostField commitTime = new HostField("commitTimestampMs");
    private final HostField topicId = new HostField("topicId");

    List<ListedGroup> list(Object shard, long committed) {
        List<ListedGroup> groups = new ArrayList<>();
        boolean lists = listGroups.parameters(shard)[0] == List.class;
        Collection<?> any = lists ? List.of() : Set.of();
        for (Object group : (Collection<?>) listGroups.of(shard, any, any, committed)) {
            groups.add((ListedGroup) group);
        }
        return groups;
    }

    /** Null for what is no group of consumers. */
    static @Nullable GroupKind kind(ListedGroup group) {
        switch (group.groupType().toLowerCase(Locale.ROOT)) {
            case "consumer":
                return GroupKind.CONSUMER;
            case "share":
                return GroupKind.SHARE;
            case "streams":
                return GroupKind.STREAMS;
            case "classic":
                break;
            default:
                return null;
        }
        if (group.protocolType().isEmpty()) {
            return GroupKind.SIMPLE;
        }
        return group.protocolType().equals(CONSUMER) ? GroupKind.CLASSIC : null;
    }

    /** With the times when they were made, and the ids of their topics. */
    Map<PartitionId, Commit> commits(Object shard, String group, long committed) {
        Object all = offsetsByGroup.of(offsets.of(offsetManager.of(shard)));
        Object topics = getAsOf.call(all, group, committed);
        Map<PartitionId, Commit> commits = new HashMap<>();
        if (topics != null) {
            for (Map.Entry<?, ?> topic : entries(topics, committed)) {
                for (Map.Entry<?, ?> partition : entries(topic.getValue(), committed)) {
                    commits.put(
                            new PartitionId((String) topic.getKey(), (Integer) partition.getKey()),
                            commit(partition.getValue()));
                }
            }
        }
        return commits;
    }

    private Iterable<Map.Entry<?, ?>> entries(Object map, long committed) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>();
        for (Object entry : (Collection<?>) entriesAsOf.of(map, committed)) {
            entries.add((Map.Entry<?, ?>) entry);
        }
        return entries;
    }

    private Commit commit(Object value) {
        Commit commit = Commit.at(committedOffset.number(value)).madeAt(commitTime.number(value));
        // Since Kafka 4.1; commits of older clients have none either.
        Object id = topicId.find(value);
        return id == null || id.equals(Uuid.ZERO_UUID) ? commit : commit.ofTopic(id.toString());
    }

    /** Those of groups whose members are known. */
    Map<String, List<Member>> members(Object shard, Collection<ListedGroup> groups, long committed) {
        Map<String, List<Member>> members = new HashMap<>();
        List<String> consumers = names(groups, GroupKind.CONSUMER);
        if (!consumers.isEmpty()) {
            ((Collection<?>) describeConsumers.of(shard, consumers, committed))
                    .forEach(group -> addConsumers((ConsumerGroupDescribeResponseData.DescribedGroup) group, members));
        }
        List<String> classic = names(groups, GroupKind.CLASSIC);
        if (!classic.isEmpty()) {
            addClassic(shard, classic, committed, members);
        }
        List<String> streams = names(groups, GroupKind.STREAMS);
        if (!streams.isEmpty()) {
            ((Collection<?>) describeStreams.of(shard, streams, committed))
                    .forEach(group -> addStreams(group, members));
        }
        return members;
    }

    private static List<String> names(Collection<ListedGroup> groups, GroupKind kind) {
        return groups.stream()
                .filter(group -> kind(group) == kind)
                .map(ListedGroup::groupId)
                .collect(Collectors.toList());
    }

    private static void addConsumers(
            ConsumerGroupDescribeResponseData.DescribedGroup group, Map<String, List<Member>> members) {
        List<Member> own = new ArrayList<>();
        for (ConsumerGroupDescribeResponseData.Member member : group.members()) {
            List<PartitionId> assigned = new ArrayList<>();
            member.assignment().topicPartitions().forEach(topic -> topic.partitions()
                    .forEach(partition -> assigned.add(new PartitionId(topic.topicName(), partition))));
            own.add(new Member(member.clientId(), member.clientHost(), assigned));
        }
        members.put(group.groupId(), own);
    }

    /** It looks who asks only where a group is not there, which may be so of one that was listed some turns before. */
    private void addClassic(Object shard, List<String> groups, long committed, Map<String, List<Member>> members) {
        try {
            ((Collection<?>) describeClassic.of(shard, null, groups, committed))
                    .forEach(group -> addClassic((DescribeGroupsResponseData.DescribedGroup) group, members));
        } catch (NullPointerException e) {
            if (groups.size() > 1) {
                groups.forEach(group -> addClassic(shard, List.of(group), committed, members));
            }
        }
    }

    private static void addClassic(DescribeGroupsResponseData.DescribedGroup group, Map<String, List<Member>> members) {
        List<Member> own = new ArrayList<>();
        for (DescribeGroupsResponseData.DescribedGroupMember member : group.members()) {
            own.add(new Member(member.clientId(), member.clientHost(), assigned(member.memberAssignment())));
        }
        members.put(group.groupId(), own);
    }

    private static List<PartitionId> assigned(byte[] assignment) {
        if (assignment.length == 0) {
            return List.of();
        }
        try {
            return ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(assignment)).partitions().stream()
                    .map(partition -> new PartitionId(partition.topic(), partition.partition()))
                    .collect(Collectors.toList());
        } catch (RuntimeException e) {
            // Its members have their own way to say what is whose.
            return List.of();
        }
    }

    /** Their tasks are told by parts of a topology, not by topics. The class is not in every client that there is. */
    private void addStreams(Object group, Map<String, List<Member>> members) {
        List<Member> own = new ArrayList<>();
        for (Object member : (Collection<?>) streamMembers.of(group)) {
            own.add(new Member((String) clientId.of(member), (String) clientHost.of(member), List.of()));
        }
        members.put((String) groupId.of(group), own);
    }
}
