package io.freshet.transforms.table.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class EndsProbeTest {

    private static final EndsProbe.Ends ENDS =
            new EndsProbe.Ends(Uuid.ONE_UUID, Map.of(new TopicPartition("airports", 0), 3L));

    private final List<CompletableFuture<EndsProbe.Ends>> questions = new ArrayList<>();
    private final FeedHealth health = new FeedHealth(new FeedPosition(), () -> 0L);
    private final EndsProbe probe = new EndsProbe("airports", this::ask, health, 0);

    @Test
    void look_noAnswerYet_asksOnceAndDoesNotWait() {
        assertThat(probe.look(0)).isNull();
        assertThat(probe.look(millis(5_000))).isNull();

        assertThat(questions).hasSize(1);
    }

    @Test
    void look_answerHasCome_isReturnedOnceAndAskedAgainInDueTime() {
        probe.look(0);
        questions.get(0).complete(ENDS);

        assertThat(probe.look(millis(20))).isSameAs(ENDS);
        assertThat(probe.askedAt()).isZero();
        assertThat(probe.look(millis(40))).isNull();
        assertThat(questions).hasSize(1);
        assertThat(probe.look(millis(500))).isNull();
        assertThat(questions).hasSize(2);
        assertThat(probe.askedAt()).isEqualTo(millis(500));
    }

    @Test
    void look_brokersDoNotAnswer_isNotedAndAskedAgain() {
        probe.look(0);
        questions.get(0).completeExceptionally(new TimeoutException("no answer"));

        assertThat(probe.look(millis(5_000))).isNull();
        assertThat(health.trouble()).hasMessage("no answer");
        assertThat(probe.look(millis(5_100))).isNull();
        assertThat(questions).hasSize(2);
    }

    @Test
    void look_topicIsGoneOrForbidden_endsTheReading() {
        probe.look(0);
        questions.get(0).completeExceptionally(new UnknownTopicOrPartitionException("gone"));
        assertThatThrownBy(() -> probe.look(millis(10))).hasMessage("gone");

        probe.look(millis(600));
        questions.get(1).completeExceptionally(new TopicAuthorizationException("forbidden"));
        assertThatThrownBy(() -> probe.look(millis(610))).hasMessage("forbidden");
    }

    private CompletableFuture<EndsProbe.Ends> ask() {
        questions.add(new CompletableFuture<>());
        return questions.get(questions.size() - 1);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
