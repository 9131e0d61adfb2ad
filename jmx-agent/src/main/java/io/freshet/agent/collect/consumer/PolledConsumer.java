package io.freshet.agent.collect.consumer;

import io.freshet.agent.collect.ConsumerReader;
import io.freshet.agent.metric.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of one consumer. */
final class PolledConsumer {
    private static final long BETWEEN_ASSIGNMENTS_NANOS = 1_000_000_000L;

    private final String clientId;
    private final ConsumerReader reader;
    private final Runnable onChange;
    private final Map<Object, PartitionProgress> byPartition = new ConcurrentHashMap<>();

    // Kept, so that a poll does not make them anew.
    private final ConsumerReader.Read onRead = this::read;
    private final ConsumerReader.Committed onCommitted = this::committed;

    private volatile @Nullable String group;
    private boolean isGroupKnown;
    private boolean isBroken;
    private long assignedAt;

    PolledConsumer(String clientId, ConsumerReader reader, long nowNanos, Runnable onChange) {
        this.clientId = clientId;
        this.reader = reader;
        this.onChange = onChange;
        this.assignedAt = nowNanos;
    }

    /** Whether it can commit: without a group, nothing is ever processed. */
    boolean hasGroup() {
        return group != null;
    }

    /** Whether it is in the group of these metadata, if they are of the same Kafka. */
    boolean isOf(Object groupMetadata) {
        String own = group;
        return own != null && own.equals(reader.group(groupMetadata));
    }

    /** Takes what a poll has read, and now and then forgets what the consumer was relieved of. */
    void polled(Object groupState, Object state, Object records, long nowNanos) {
        if (isBroken) {
            return;
        }
        // What fails once, as with a Kafka of another kind, would fail at each poll.
        isBroken = true;
        if (!isGroupKnown) {
            group = reader.group(groupState);
            isGroupKnown = true;
        }
        reader.read(records, onRead);
        if (nowNanos - assignedAt >= BETWEEN_ASSIGNMENTS_NANOS) {
            assignedAt = nowNanos;
            keepAssigned(state);
        }
        isBroken = false;
    }

    private void keepAssigned(Object state) {
        if (byPartition.keySet().removeIf(partition -> !reader.isAssigned(state, partition))) {
            onChange.run();
        }
    }

    private void read(Object partition, long first, long last, long timestamp) {
        PartitionProgress known = byPartition.get(partition);
        if (known == null) {
            known = new PartitionProgress(labels(partition), first);
            known.read(last, timestamp);
            byPartition.put(partition, known);
            onChange.run();
        } else {
            known.read(last, timestamp);
        }
    }

    private List<Label> labels(Object partition) {
        List<Label> all = new ArrayList<>();
        all.add(new Label("client_id", clientId));
        String known = group;
        if (known != null) {
            all.add(new Label("consumergroup", known));
        }
        all.add(new Label("topic", reader.topic(partition)));
        all.add(new Label("partition", String.valueOf(reader.number(partition))));
        return all;
    }

    void committed(Map<?, ?> offsets) {
        reader.committed(offsets, onCommitted);
    }

    private void committed(Object partition, long offset) {
        PartitionProgress known = byPartition.get(partition);
        if (known != null) {
            known.committed(offset);
        }
    }

    Collection<PartitionProgress> progress() {
        return byPartition.values();
    }
}
