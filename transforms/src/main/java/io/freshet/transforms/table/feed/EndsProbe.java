package io.freshet.transforms.table.feed;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers, again and again, which topic it is and where it ends, and never waits for the answer: the feed looks in
 * between two polls. Used by the feed's thread.
 */
final class EndsProbe {

    private static final Logger LOG = LoggerFactory.getLogger(EndsProbe.class);
    private static final long EVERY = Duration.ofMillis(500).toNanos();

    /**
     * What the brokers say of the topic.
     *
     * @param offsets the end of each partition that it has by now
     */
    record Ends(Uuid topicId, Map<TopicPartition, Long> offsets) {}

    private final String topic;
    private final Supplier<CompletableFuture<Ends>> brokers;
    private final FeedHealth health;
    private @Nullable CompletableFuture<Ends> answer;
    private long askedAt;

    EndsProbe(String topic, Supplier<CompletableFuture<Ends>> brokers, FeedHealth health, long now) {
        this.topic = topic;
        this.brokers = brokers;
        this.health = health;
        this.askedAt = now - EVERY;
    }

    /**
     * Asks if it is time, and returns an answer if one has come.
     *
     * @throws KafkaException if the topic is not there or the brokers refuse; when they only do not answer, that is noted
     */
    @Nullable
    Ends look(long now) {
        if (answer == null) {
            if (now - askedAt >= EVERY) {
                askedAt = now;
                answer = brokers.get();
            }
            return null;
        }
        if (!answer.isDone()) {
            return null;
        }
        CompletableFuture<Ends> done = answer;
        answer = null;
        return told(done);
    }

    /** Returns when the last question was asked. */
    long askedAt() {
        return askedAt;
    }

    private @Nullable Ends told(CompletableFuture<Ends> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RetriableException && !(cause instanceof UnknownTopicOrPartitionException)) {
                if (health.trouble() == null) {
                    LOG.warn("The brokers of {} do not answer; its table goes on with what it has", topic, cause);
                }
                health.failed(cause);
                return null;
            }
            throw cause instanceof KafkaException known ? known : new KafkaException(cause);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
