package io.freshet.transforms.table.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FeedHealthTest {

    private static final TopicPartition FIRST = new TopicPartition("airports", 0);
    private static final TopicPartition SECOND = new TopicPartition("airports", 1);

    private final AtomicLong clock = new AtomicLong();
    private final FeedPosition position = new FeedPosition();
    private final FeedHealth health = new FeedHealth(position, clock::get);

    @Test
    void staleness_endsArePassed_isSinceTheyWereAskedFor() {
        position.advance(FIRST, 10);
        position.advance(SECOND, 5);
        at(100);

        health.ends(Map.of(FIRST, 10L, SECOND, 5L), seconds(98));

        assertThat(health.recordsLag()).isZero();
        assertThat(health.staleness()).isEqualTo(seconds(2));
    }

    @Test
    void staleness_onePartitionIsBehind_growsUntilItsEndIsPassed() {
        position.advance(FIRST, 10);
        position.advance(SECOND, 5);
        at(100);
        health.ends(Map.of(FIRST, 10L, SECOND, 8L), seconds(100));
        at(110);
        health.ends(Map.of(FIRST, 10L, SECOND, 9L), seconds(110));

        health.check();
        assertThat(health.recordsLag()).isEqualTo(4);
        assertThat(health.staleness()).isEqualTo(seconds(110));

        position.advance(SECOND, 8);
        health.check();
        assertThat(health.recordsLag()).isEqualTo(1);
        assertThat(health.staleness()).isEqualTo(seconds(10));

        position.advance(SECOND, 9);
        health.check();
        assertThat(health.staleness()).isZero();
    }

    @Test
    void staleness_pollsWithoutAnAnswerOfTheBrokers_grows() {
        health.ends(Map.of(), 0);
        for (int second = 1; second <= 60; second++) {
            at(second);
            health.polled(false);
            health.check();
        }

        assertThat(health.sincePoll()).isZero();
        assertThat(health.staleness()).isEqualTo(seconds(60));
    }

    @Test
    void staleness_topicCreatedAnew_isNotShortenedByTheOldOnesEnds() {
        position.advance(FIRST, 10);
        at(10);
        health.ends(Map.of(FIRST, 12L), seconds(10));
        position.reset();
        health.startsOver();
        at(20);

        position.advance(FIRST, 12);
        health.check();

        assertThat(health.staleness()).isEqualTo(seconds(20));
        assertThat(health.recordsLag()).isZero();
    }

    @Test
    void staleness_farBehindForLong_isStillToldToTheHalfSecond() {
        for (int second = 1; second <= 300; second++) {
            at(second);
            health.ends(Map.of(FIRST, 10L * second), seconds(second));
        }

        position.advance(FIRST, 1_000);
        health.check();

        assertThat(health.staleness()).isEqualTo(seconds(200));
        assertThat(health.recordsLag()).isEqualTo(2_000);
    }

    @Test
    void trouble_isOverWithTheNextAnswer() {
        TimeoutException away = new TimeoutException("no answer");
        health.failed(away);
        health.failed(away);

        assertThat(health.trouble()).isSameAs(away);
        assertThat(health.failures()).isEqualTo(2);

        health.ends(Map.of(), 0);

        assertThat(health.trouble()).isNull();
        assertThat(health.failures()).isEqualTo(2);
    }

    @Test
    void sinceChange_isNotSincePoll() {
        at(5);
        health.polled(true);
        at(9);
        health.polled(false);
        at(10);

        assertThat(health.sinceChange()).isEqualTo(seconds(5));
        assertThat(health.sincePoll()).isEqualTo(seconds(1));
    }

    private void at(int second) {
        clock.set(seconds(second));
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
