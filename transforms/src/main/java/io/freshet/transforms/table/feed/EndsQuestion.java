package io.freshet.transforms.table.feed;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks which topic it is, and then where each of its partitions ends for those who read committed messages. */
final class EndsQuestion implements Supplier<CompletableFuture<EndsProbe.Ends>> {

    private static final int WITHIN_MILLIS =
            Math.toIntExact(Duration.ofSeconds(5).toMillis());

    private final Admin admin;
    private final String topic;

    EndsQuestion(Admin admin, String topic) {
        this.admin = admin;
        this.topic = topic;
    }

    @Override
    public CompletableFuture<EndsProbe.Ends> get() {
        CompletableFuture<EndsProbe.Ends> answer = new CompletableFuture<>();
        admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(WITHIN_MILLIS))
                .allTopicNames()
                .toCompletionStage()
                .thenCompose(found -> ends(found.values().iterator().next()))
                .whenComplete((ends, failure) -> {
                    if (failure == null) {
                        answer.complete(ends);
                    } else {
                        answer.completeExceptionally(bare(failure));
                    }
                });
        return answer;
    }

    private CompletionStage<EndsProbe.Ends> ends(TopicDescription description) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        description
                .partitions()
                .forEach(
                        partition -> latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(WITHIN_MILLIS);
        return admin.listOffsets(latest, options)
                .all()
                .toCompletionStage()
                .thenApply(found -> new EndsProbe.Ends(description.topicId(), offsets(found)));
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> found) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static Throwable bare(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
