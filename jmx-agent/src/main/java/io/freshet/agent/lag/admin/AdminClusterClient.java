package io.freshet.agent.lag.admin;

import io.freshet.agent.lag.ClusterClient;
import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.Complaint;
import io.freshet.agent.lag.GroupKind;
import io.freshet.agent.lag.GroupReading;
import io.freshet.agent.lag.GroupsReading;
import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.OffsetRange;
import io.freshet.agent.lag.PartitionEnds;
import io.freshet.agent.lag.PartitionId;
import io.freshet.agent.lag.RecordTime;
import io.freshet.agent.lag.TopicReading;
import io.freshet.agent.lag.UnreachableClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as Kafka's admin client sees it. However many groups and partitions there are, a look is one request of each
 * kind to each broker.
 */
public final class AdminClusterClient implements ClusterClient {
    private static final Duration LONGEST_END = Duration.ofSeconds(2);
    private static final int MOST_COMPLAINTS = 100;
    private static final long LONGEST_PEEK = 1_000;

    private final GroupCalls calls = hasNewerCalls() ? new NewerGroupCalls() : new OlderGroupCalls();
    private final Map<String, Complaint> complaints = new LinkedHashMap<>();
    private final KnownCommits known = new KnownCommits();
    private Map<String, ListedGroup> listed = Map.of();
    private String brokers = "";
    private @Nullable Admin admin;
    private @Nullable RecordPeek peek;

    private static boolean hasNewerCalls() {
        try {
            Class.forName(
                    "org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec",
                    false,
                    AdminClusterClient.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public void connect(Map<String, Object> settings) {
        brokers = String.valueOf(settings.get("bootstrap.servers"));
        try {
            admin = Admin.create(settings);
            peek = new RecordPeek(settings);
        } catch (KafkaException e) {
            throw new UnreachableClusterException(brokers + ": " + reason(e), e);
        }
    }

    @Override
    public GroupsReading groups(Predicate<String> wanted, long timeoutMillis) throws InterruptedException {
        Timeout timeout = new Timeout(timeoutMillis);
        int silent = list(wanted, timeout);
        Collection<ListedGroup> groups = listed.values();
        ListConsumerGroupOffsetsResult offsets = offsets(groups, timeout.millis());
        Map<String, KafkaFuture<Map<PartitionId, Commit>>> shared = calls.shared(admin(), groups, timeout.millis());
        List<ListedGroup> describable = groups.stream()
                .filter(group -> group.kind() != GroupKind.SIMPLE)
                .collect(Collectors.toList());
        Map<String, KafkaFuture<List<Member>>> members = calls.members(admin(), describable, timeout.millis());
        List<GroupReading> readings = new ArrayList<>();
        Set<String> unread = new HashSet<>();
        for (ListedGroup group : groups) {
            Answer<Map<PartitionId, Commit>> committed = group.kind() == GroupKind.SHARE
                    ? await(shared.get(group.name()), timeout)
                    : commits(group.name(), offsets, timeout);
            if (committed.value != null) {
                Answer<List<Member>> described = await(members.get(group.name()), timeout);
                complain("group " + group.name(), described.failure);
                readings.add(new GroupReading(
                        group.name(),
                        group.kind(),
                        group.state(),
                        group.kind() == GroupKind.SIMPLE ? List.of() : described.value,
                        committed.value));
            } else if (!(committed.failure instanceof GroupIdNotFoundException)) {
                complain("group " + group.name(), committed.failure);
                unread.add(group.name());
            }
        }
        known.keep(listed.keySet());
        return new GroupsReading(readings, unread, silent);
    }

    /** Groups of brokers that do not answer are taken to be still there. */
    private int list(Predicate<String> wanted, Timeout timeout) throws InterruptedException {
        try {
            GroupList list = calls.list(admin(), timeout.part(2));
            Map<String, ListedGroup> groups = new LinkedHashMap<>();
            for (Throwable failure : list.failures()) {
                if (listed.isEmpty() && list.groups().isEmpty()) {
                    throw new UnreachableClusterException(
                            brokers + ": groups cannot be listed: " + reason(failure), failure);
                }
                complain("a broker", failure);
                groups.putAll(listed);
            }
            list.groups().stream()
                    .filter(group -> wanted.test(group.name()))
                    .forEach(group -> groups.put(group.name(), group));
            listed = groups;
            return list.failures().size();
        } catch (ExecutionException e) {
            if (!listed.isEmpty() && cause(e) instanceof RetriableException) {
                return 1;
            }
            throw new UnreachableClusterException(brokers + ": groups cannot be listed: " + reason(cause(e)), e);
        }
    }

    private ListConsumerGroupOffsetsResult offsets(Collection<ListedGroup> groups, int timeoutMillis) {
        Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
        for (ListedGroup group : groups) {
            if (group.kind() != GroupKind.SHARE) {
                wanted.put(group.name(), new ListConsumerGroupOffsetsSpec());
            }
        }
        return admin().listConsumerGroupOffsets(wanted, new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMillis));
    }

    private Answer<Map<PartitionId, Commit>> commits(
            String group, ListConsumerGroupOffsetsResult offsets, Timeout timeout) throws InterruptedException {
        Answer<Map<TopicPartition, OffsetAndMetadata>> answer =
                await(offsets.partitionsToOffsetAndMetadata(group), timeout);
        return answer.value == null
                ? new Answer<>(null, answer.failure)
                : new Answer<>(known.of(group, answer.value), null);
    }

    @Override
    public Map<PartitionId, PartitionEnds> ends(Set<PartitionId> partitions, long timeoutMillis)
            throws InterruptedException {
        Timeout timeout = new Timeout(timeoutMillis);
        ListOffsetsResult starts = offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED, timeout);
        ListOffsetsResult ends = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED, timeout);
        ListOffsetsResult stable = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED, timeout);
        Map<PartitionId, KafkaFuture<Timed>> timed = new HashMap<>();
        partitions.forEach(partition -> timed.put(
                partition,
                // Told apart from the others: to wait for a slow broker must not make them look older.
                ends.partitionResult(partition(partition))
                        .thenApply(info -> new Timed(info.offset(), System.currentTimeMillis()))));
        Map<PartitionId, PartitionEnds> read = new HashMap<>();
        for (PartitionId partition : partitions) {
            Answer<Timed> end = await(timed.get(partition), timeout);
            Answer<ListOffsetsResultInfo> start = await(starts.partitionResult(partition(partition)), timeout);
            Answer<ListOffsetsResultInfo> last = await(stable.partitionResult(partition(partition)), timeout);
            if (end.value != null && start.value != null && last.value != null) {
                read.put(
                        partition,
                        new PartitionEnds(
                                start.value.offset(), end.value.offset, last.value.offset(), end.value.timeMillis));
            } else if (!(end.failure instanceof UnknownTopicOrPartitionException)) {
                complain("topic " + partition.topic(), end.failure);
            }
        }
        return read;
    }

    private ListOffsetsResult offsets(
            Collection<PartitionId> partitions, OffsetSpec spec, IsolationLevel isolation, Timeout timeout) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition(partition), spec));
        return admin().listOffsets(wanted, new ListOffsetsOptions(isolation).timeoutMs(timeout.millis()));
    }

    @Override
    public Map<String, TopicReading> topics(Collection<String> topics, long timeoutMillis) throws InterruptedException {
        Timeout timeout = new Timeout(timeoutMillis);
        Map<String, TopicReading> read = new HashMap<>();
        Map<String, KafkaFuture<TopicReading>> futures = new HashMap<>();
        admin().describeTopics(topics, new DescribeTopicsOptions().timeoutMs(timeout.millis()))
                .topicNameValues()
                .forEach((name, future) -> futures.put(
                        name,
                        future.thenApply(topic -> new TopicReading(
                                topic.topicId().toString(), topic.partitions().size()))));
        for (Map.Entry<String, KafkaFuture<TopicReading>> topic : futures.entrySet()) {
            Answer<TopicReading> answer = await(topic.getValue(), timeout);
            if (answer.value != null) {
                read.put(topic.getKey(), answer.value);
            } else if (!(answer.failure instanceof UnknownTopicOrPartitionException)) {
                complain("topic " + topic.getKey(), answer.failure);
            }
        }
        return read;
    }

    @Override
    public Map<PartitionId, RecordTime> firstSince(Map<PartitionId, Long> times, long timeoutMillis)
            throws InterruptedException {
        Timeout timeout = new Timeout(timeoutMillis);
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        times.forEach((partition, time) -> wanted.put(partition(partition), OffsetSpec.forTimestamp(time)));
        ListOffsetsResult result = admin().listOffsets(wanted, new ListOffsetsOptions().timeoutMs(timeout.millis()));
        Map<PartitionId, RecordTime> found = new HashMap<>();
        for (PartitionId partition : times.keySet()) {
            ListOffsetsResultInfo info = await(result.partitionResult(partition(partition)), timeout).value;
            if (info != null) {
                found.put(partition, new RecordTime(info.offset(), info.timestamp()));
            }
        }
        return found;
    }

    @Override
    public Set<PartitionId> empty(Map<PartitionId, OffsetRange> stretches, long timeoutMillis) {
        Timeout timeout = new Timeout(timeoutMillis);
        Set<PartitionId> empty = new HashSet<>();
        stretches.forEach((partition, range) -> {
            if (peek != null
                    && peek.isEmpty(
                            partition(partition), range.from(), range.to(), Math.min(timeout.millis(), LONGEST_PEEK))) {
                empty.add(partition);
            }
        });
        return empty;
    }

    @Override
    public List<Complaint> complaints() {
        List<Complaint> all = List.copyOf(complaints.values());
        complaints.clear();
        return all;
    }

    @Override
    public void close() {
        if (peek != null) {
            peek.close();
        }
        if (admin != null) {
            admin.close(LONGEST_END);
        }
    }

    private Admin admin() {
        if (admin == null) {
            throw new IllegalStateException("not connected");
        }
        return admin;
    }

    private void complain(String about, @Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        String reason = reason(failure);
        Complaint known = complaints.get(reason);
        if (known != null) {
            known.again(about);
        } else if (complaints.size() < MOST_COMPLAINTS) {
            complaints.put(reason, new Complaint(about, reason));
        }
    }

    private static TopicPartition partition(PartitionId partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    private static <T> Answer<T> await(@Nullable KafkaFuture<T> future, Timeout timeout) throws InterruptedException {
        if (future == null) {
            return new Answer<>(null, null);
        }
        try {
            return new Answer<>(future.get(timeout.millis(), TimeUnit.MILLISECONDS), null);
        } catch (ExecutionException e) {
            return new Answer<>(null, cause(e));
        } catch (TimeoutException e) {
            return new Answer<>(null, e);
        }
    }

    private static Throwable cause(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    /** The innermost message says most: those around it say that something could not be made. */
    private static String reason(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "no answer in time";
        }
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null || message.isEmpty() ? innermost.getClass().getSimpleName() : message;
    }

    private static final class Answer<T> {
        private final @Nullable T value;
        private final @Nullable Throwable failure;

        Answer(@Nullable T value, @Nullable Throwable failure) {
            this.value = value;
            this.failure = failure;
        }
    }

    private static final class Timed {
        private final long offset;
        private final long timeMillis;

        Timed(long offset, long timeMillis) {
            this.offset = offset;
            this.timeMillis = timeMillis;
        }
    }

    private static final class Timeout {
        private final long end;

        Timeout(long millis) {
            this.end = System.nanoTime() + millis * 1_000_000;
        }

        int millis() {
            return part(1);
        }

        int part(int divisor) {
            return (int) Math.max(1, (end - System.nanoTime()) / 1_000_000 / divisor);
        }
    }
}
