package io.freshet.agent.collect.consumer;

import io.freshet.agent.bridge.ConsumerReceiver;
import io.freshet.agent.collect.ConsumerReader;
import io.freshet.agent.collect.HostReaders;
import io.freshet.agent.collect.Origin;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.metric.MetricSource;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows of each consumer in the process how old the last record is that it has read of a partition, and how many it has read
 * and not yet committed.
 *
 * <p>{@code freshet_consumer_last_record_age_seconds{client_id="a",consumergroup="g",topic="t",partition="0"} 0.2} and
 * {@code freshet_consumer_unprocessed_records{client_id="a",consumergroup="g",topic="t",partition="0"} 500}.
 *
 * <p>A poll costs a look-up of the consumer, and of each partition that it has read. Nothing of the host is held that would keep a
 * consumer, or its class loader when it is gone.
 */
public final class ConsumerProgress implements ConsumerReceiver, Origin {
    private static final String DOMAIN = "freshet";
    private static final String TYPE = "consumer";

    private final LongSupplier millis;
    private final LongSupplier nanos;
    private final Predicate<Thread> isOwn;
    private final Map<Object, PolledConsumer> consumers = new ConcurrentHashMap<>();
    private final Map<Object, PolledConsumer> byCommits = new ConcurrentHashMap<>();
    private final HostReaders readers = new HostReaders();

    /** Whether other partitions are to be shown than before. */
    private final AtomicBoolean changed = new AtomicBoolean();

    /** Those on the shelf, and whether with a number of records. */
    private final Map<PartitionProgress, Boolean> shown = new HashMap<>();

    private @Nullable SourceShelf shelf;

    /**
     * Reads the time from two clocks.
     *
     * @param millis the time, as records have it
     * @param nanos a clock for intervals
     * @param isOwn which threads are the agent's own; consumers that they poll are nobody else's business
     */
    public ConsumerProgress(LongSupplier millis, LongSupplier nanos, Predicate<Thread> isOwn) {
        this.millis = millis;
        this.nanos = nanos;
        this.isOwn = isOwn;
    }

    /** Where the metrics go, from now on. */
    public void showOn(SourceShelf target) {
        shelf = target;
    }

    @Override
    public void polled(
            Object consumer,
            String clientId,
            Object state,
            Object group,
            Object commits,
            @Nullable Object otherCommits,
            Object records) {
        long now = nanos.getAsLong();
        PolledConsumer known = consumers.get(new Sought(consumer));
        if (known == null) {
            if (isOwn.test(Thread.currentThread())) {
                return;
            }
            known = new PolledConsumer(clientId, reader(state), now, () -> changed.set(true));
            byCommits.put(new Held(commits), known);
            if (otherCommits != null) {
                byCommits.put(new Held(otherCommits), known);
            }
            consumers.put(new Held(consumer), known);
        }
        known.polled(group, state, records, now);
    }

    private ConsumerReader reader(Object ofKafka) {
        synchronized (readers) {
            return readers.create(ofKafka, "kafka.KafkaConsumerReader", ConsumerReader.class);
        }
    }

    @Override
    public void committed(Object commits, Map<?, ?> offsets) {
        PolledConsumer known = byCommits.get(new Sought(commits));
        if (known != null) {
            known.committed(offsets);
        }
    }

    @Override
    public void committedByProducer(Object group, Map<?, ?> offsets) {
        for (PolledConsumer consumer : consumers.values()) {
            if (consumer.isOf(group)) {
                consumer.committed(offsets);
            }
        }
    }

    @Override
    public void left(Object consumer) {
        PolledConsumer known = consumers.remove(new Sought(consumer));
        if (known != null) {
            byCommits.values().removeIf(other -> other == known);
            changed.set(true);
        }
    }

    @Override
    public void catchUp() {
        SourceShelf target = shelf;
        if (target == null) {
            return;
        }
        forgetAbandoned();
        if (changed.getAndSet(false)) {
            show(target);
        }
    }

    /** Forgets consumers that nobody has closed, and nobody holds any more. */
    private void forgetAbandoned() {
        byCommits.keySet().removeIf(commits -> ((Held) commits).get() == null);
        if (consumers.keySet().removeIf(consumer -> ((Held) consumer).get() == null)) {
            changed.set(true);
        }
    }

    private void show(SourceShelf target) {
        Map<PartitionProgress, Boolean> now = new HashMap<>();
        for (PolledConsumer consumer : consumers.values()) {
            consumer.progress().forEach(progress -> now.put(progress, consumer.hasGroup()));
        }
        shown.forEach((gone, hasGroup) -> {
            if (!now.containsKey(gone)) {
                sources(gone, hasGroup).keySet().forEach(target::remove);
            }
        });
        now.forEach((progress, hasGroup) -> {
            if (!shown.containsKey(progress)) {
                sources(progress, hasGroup).forEach(target::put);
            }
        });
        shown.clear();
        shown.putAll(now);
    }

    private Map<List<Object>, MetricSource> sources(PartitionProgress progress, boolean hasGroup) {
        Map<List<Object>, MetricSource> sources = new HashMap<>();
        sources.put(
                List.of(progress, "age"),
                MetricSource.group(DOMAIN, TYPE, "last-record-age-seconds", progress.labels(), "")
                        .gauge(() -> progress.ageSeconds(millis.getAsLong())));
        if (hasGroup) {
            sources.put(
                    List.of(progress, "unprocessed"),
                    MetricSource.group(DOMAIN, TYPE, "unprocessed-records", progress.labels(), "")
                            .gauge(progress::unprocessed));
        }
        return sources;
    }

    @Override
    public void retake() {
        if (shelf != null) {
            shelf.retake();
        }
    }

    @Override
    public void close() {
        consumers.clear();
        byCommits.clear();
        shown.clear();
        if (shelf != null) {
            shelf.clear();
        }
    }

    /** An object of the host by its identity, without keeping it. */
    private static final class Held extends WeakReference<Object> {
        private final int hash;

        Held(Object object) {
            super(object);
            this.hash = System.identityHashCode(object);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Finds what is held of an object; a reference for each look would be work for the garbage collector. */
    private static final class Sought {
        private final Object object;

        Sought(Object object) {
            this.object = object;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Held && ((Held) other).get() == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
