package io.freshet.agent.metric;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All series of one name. Written under the lock of its table; read without any, so that no lock is held while values
 * are read from Kafka.
 */
public final class Family {
    /** The one to do without comes last: about ever smaller things, in ever larger profiles, with ever more series. */
    static final Comparator<Family> BY_EXPENDABILITY = Comparator.<Family, Scope>comparing(family -> family.scope)
            .thenComparing(family -> family.profile)
            .thenComparing(family -> family.size() * family.samplesEach())
            .thenComparing(family -> family.name().sample());

    private final FamilyName name;
    private final byte[] sampleName;
    private final byte[] textHeader;
    private final byte[] openMetricsHeader;
    private final Map<Series.Key, Series> byLabels = new HashMap<>();
    private final Scope scope;
    private final Profile profile;
    private final int samplesEach;
    private int removed;
    private final PartitionNumbers partitions;

    /** Grows in place and is replaced only when it is full or mostly removed: one change must not cost a copy of all. */
    private volatile View view = new View(new @Nullable Series[4], 0);

    Family(SeriesPlan first, PartitionNumbers partitions) {
        this.partitions = partitions;
        this.name = first.family();
        this.sampleName = name.sample().getBytes(StandardCharsets.US_ASCII);
        this.textHeader = Text.textHeader(name, first.help());
        this.openMetricsHeader = Text.openMetricsHeader(name, first.help(), first.unit());
        this.scope = Scope.of(first.labels());
        this.profile = first.profile();
        this.samplesEach = first.samples();
    }

    public FamilyName name() {
        return name;
    }

    /** The name that samples begin with. The array is shared: never write to it. */
    public byte[] sampleName() {
        return sampleName;
    }

    /** The lines before the first sample in the text format 0.0.4. The array is shared: never write to it. */
    public byte[] textHeader() {
        return textHeader;
    }

    /** The lines before the first sample in OpenMetrics. The array is shared: never write to it. */
    public byte[] openMetricsHeader() {
        return openMetricsHeader;
    }

    /** Visits the series in the order in which they were added. */
    public void forEach(Consumer<Series> visitor) {
        View current = view;
        for (int i = 0; i < current.size; i++) {
            Series series = Objects.requireNonNull(current.slots[i]);
            if (!series.isRemoved()) {
                visitor.accept(series);
            }
        }
    }

    /** Adds a series; false when its labels are taken and it has to wait. */
    boolean add(Series series) {
        Series holder = byLabels.putIfAbsent(new Series.Key(series.labels()), series);
        if (holder == null) {
            append(series);
            return true;
        }
        while (holder.successor != null) {
            holder = holder.successor;
        }
        holder.successor = series;
        return false;
    }

    void remove(Series series) {
        Series.Key key = new Series.Key(series.labels());
        Series holder = byLabels.get(key);
        if (holder == series) {
            retire(key, series);
        } else {
            while (holder != null && holder.successor != series) {
                holder = holder.successor;
            }
            if (holder != null) {
                holder.successor = series.successor;
            }
        }
    }

    boolean isEmpty() {
        return byLabels.isEmpty();
    }

    /** How many series are exposed. */
    int size() {
        return byLabels.size();
    }

    int samplesEach() {
        return samplesEach;
    }

    /** Whether it may be left out where there are too many: the agent's own say what is wrong. */
    boolean mayGo() {
        return !name.sample().startsWith("freshet_agent_");
    }

    private void retire(Series.Key key, Series series) {
        series.markRemoved();
        removed++;
        if (scope == Scope.PARTITION) {
            partitions.removed();
        }
        Series successor = series.successor;
        if (successor == null) {
            byLabels.remove(key);
        } else {
            byLabels.put(key, successor);
            append(successor);
        }
        if (removed > 16 && removed > view.size / 2) {
            resize(view.slots.length);
        }
    }

    private void append(Series series) {
        if (view.size == view.slots.length) {
            resize(view.size * 2);
        }
        View current = view;
        current.slots[current.size] = series;
        view = new View(current.slots, current.size + 1);
        if (scope == Scope.PARTITION) {
            partitions.add(series);
        }
    }

    private void resize(int capacity) {
        View current = view;
        @Nullable Series[] kept = new @Nullable Series[capacity];
        int size = 0;
        for (int i = 0; i < current.size; i++) {
            Series series = current.slots[i];
            if (series != null && !series.isRemoved()) {
                kept[size++] = series;
            }
        }
        removed = 0;
        view = new View(Arrays.copyOf(kept, Math.max(4, Math.min(capacity, size * 2))), size);
    }

    private static final class View {
        private final @Nullable Series[] slots;
        private final int size;

        View(@Nullable Series[] slots, int size) {
            this.slots = slots;
            this.size = size;
        }
    }
}
