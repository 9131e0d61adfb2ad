package io.freshet.agent.lag;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A partition of a topic. */
public final class PartitionId implements Comparable<PartitionId> {
    private static final Comparator<PartitionId> ORDER =
            Comparator.comparing(PartitionId::topic).thenComparingInt(PartitionId::partition);

    private final String topic;
    private final int partition;
    private final int hash;

    public PartitionId(String topic, int partition) {
        this.topic = Objects.requireNonNull(topic);
        this.partition = partition;
        this.hash = 31 * topic.hashCode() + partition;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    @Override
    public int compareTo(PartitionId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PartitionId
                        && partition == ((PartitionId) other).partition
                        && topic.equals(((PartitionId) other).topic));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
