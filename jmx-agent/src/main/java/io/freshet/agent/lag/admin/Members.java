package io.freshet.agent.lag.admin;

import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.PartitionId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** Members of groups, out of Kafka's types. */
final class Members {
    private Members() {}

    static List<Member> of(Collection<MemberDescription> members) {
        return members.stream()
                .map(member ->
                        of(member.clientId(), member.host(), member.assignment().topicPartitions()))
                .collect(Collectors.toList());
    }

    static Member of(String clientId, String host, Set<TopicPartition> assigned) {
        return new Member(
                clientId, host, assigned.stream().map(Members::partition).collect(Collectors.toList()));
    }

    static PartitionId partition(TopicPartition partition) {
        return new PartitionId(partition.topic(), partition.partition());
    }
}
