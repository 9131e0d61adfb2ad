package io.freshet.agent.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said of single partitions, in the order of partitions, to be read before it is written family by family.
 *
 * <p>A broker with thousands of partitions mostly waits for memory when its gauges are read. Those of one partition lead to the
 * same few objects; read one after the other they find these in the processor's caches, where family by family each would
 * have to fetch them again.
 *
 * <p>Changed under the lock of its table, read by one thread at a time.
 */
final class PartitionNumbers {
    private static final Comparator<@Nullable Series> BY_LABELS = (one, other) -> Arrays.compare(
            Objects.requireNonNull(one).labels(), Objects.requireNonNull(other).labels());

    /** Those that have come since the others were put in order follow behind them. */
    private @Nullable Series[] slots = new @Nullable Series[4];

    private int size;
    private int inOrder;
    private int removed;

    synchronized void add(Series series) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
        }
        slots[size++] = series;
    }

    synchronized void removed() {
        removed++;
    }

    void read() {
        @Nullable Series[] current;
        int count;
        synchronized (this) {
            if (size - inOrder > inOrder / 8 || removed > size / 2) {
                order();
            }
            current = slots;
            count = size;
        }
        for (int i = 0; i < count; i++) {
            Series series = current[i];
            if (series != null && !series.isRemoved()) {
                series.readAhead();
            }
        }
    }

    /** In an array of its own: the one before may just be read. */
    private void order() {
        @Nullable Series[] kept = new @Nullable Series[Math.max(4, slots.length)];
        int count = 0;
        for (int i = 0; i < size; i++) {
            Series series = slots[i];
            if (series != null && !series.isRemoved()) {
                kept[count++] = series;
            }
        }
        Arrays.sort(kept, 0, count, BY_LABELS);
        slots = Arrays.copyOf(kept, Math.max(4, count + count / 4));
        size = count;
        inOrder = count;
        removed = 0;
    }
}
