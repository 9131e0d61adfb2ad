package io.freshet.transforms.table.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions up to their captured ends, shares of them side by side: what a topic holds takes as long as its messages
 * take to fetch and read, and both go as fast as there are processors.
 */
final class ParallelLoad {

    private static final Duration POLL = Duration.ofMillis(500);

    private final String topic;
    private final FeedPosition position;
    private final FeedHealth health;
    private final BooleanSupplier closed;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    ParallelLoad(String topic, FeedPosition position, FeedHealth health, BooleanSupplier closed) {
        this.topic = topic;
        this.position = position;
        this.health = health;
        this.closed = closed;
    }

    /** Starts to read a share on a thread of its own, with a consumer that is closed at the end. */
    void begin(List<TopicPartition> share, Supplier<Consumer<byte[], byte[]>> consumers, ChangeFeed.Changes changes) {
        Thread thread = new Thread(
                () -> {
                    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                        read(share, consumer, changes);
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    }
                },
                "freshet-table-" + topic + "-load-" + (threads.size() + 1));
        thread.setDaemon(true);
        thread.setContextClassLoader(ParallelLoad.class.getClassLoader());
        threads.add(thread);
        thread.start();
    }

    /**
     * Reads a share on this thread and returns when all are read.
     *
     * @throws RuntimeException what the first of the threads failed with; how far each came is in the position
     */
    void run(List<TopicPartition> share, Consumer<byte[], byte[]> consumer, ChangeFeed.Changes changes) {
        try {
            read(share, consumer, changes);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
        join();
        Throwable first = failure.get();
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }

    private void read(List<TopicPartition> share, Consumer<byte[], byte[]> consumer, ChangeFeed.Changes changes) {
        PartitionReader reader = new PartitionReader(consumer, position, health, changes);
        reader.add(share);
        while (!closed.getAsBoolean() && failure.get() == null && !position.caughtUp(share)) {
            reader.poll(POLL);
        }
    }

    private void join() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
