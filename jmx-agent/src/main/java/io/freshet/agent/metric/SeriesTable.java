package io.freshet.agent.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Every series that there is, by family. No series can be in it twice, and no name in two families.
 *
 * <p>When there are more samples than it may have, whole families are left out: one that is there is complete, so that a sum
 * over it is never silently too low.
 */
public final class SeriesTable {
    /** Why a series is not exposed. */
    public enum Refusal {
        /** Another series has the same name and labels; this one takes its place when that one goes. */
        DUPLICATE,
        /** Another family has the name with another type. */
        CONFLICT,
        /** It belongs to a larger profile. */
        PROFILE,
        /** The settings say so: its name, topic, group, client or partition. */
        DENIED,
        /** There would be too many. */
        BUDGET
    }

    /** Told about each series that is refused. */
    public interface RefusalListener {
        void refused(SeriesPlan plan, Refusal reason);

        /** A family with so many series goes, because there are more samples than there may be. */
        default void shed(FamilyName family, int series) {}
    }

    private final RefusalListener listener;
    private final List<SeriesPlan> lasting = new ArrayList<>();
    private Admission admission = Admission.OPEN;
    private Content filling = new Content();
    private volatile Content shown = filling;

    public SeriesTable(RefusalListener listener) {
        this.listener = listener;
    }

    /** Adds a series and returns what it is removed with; null when it is refused for good. */
    public @Nullable Series add(SeriesPlan plan) {
        SeriesPlan whole = plan;
        @Nullable Refusal refusal = null;
        @Nullable Series series = null;
        synchronized (this) {
            refusal = admission.refusal(plan);
            if (refusal == null) {
                whole = plan.with(admission.labels());
                Family family = filling.familyFor(whole);
                if (family == null) {
                    refusal = filling.shed.contains(whole.family().sample()) ? Refusal.BUDGET : Refusal.CONFLICT;
                } else {
                    series = Series.of(family, whole);
                    refusal = filling.add(family, series) ? null : Refusal.DUPLICATE;
                }
            }
        }
        if (refusal != null) {
            listener.refused(whole, refusal);
        } else {
            shedExcess();
        }
        return series;
    }

    /** Adds a series that stays when the table is {@linkplain #rebuild rebuilt}. */
    public void addLasting(SeriesPlan plan) {
        synchronized (this) {
            lasting.add(plan);
        }
        add(plan);
    }

    public synchronized void remove(Series series) {
        filling.remove(series);
    }

    /**
     * Fills the table anew, by other rules. Until that is done, {@link #families} are what they were; series that were added
     * before must be added again, and need not be removed.
     */
    public void rebuild(Admission rules, Runnable refill) {
        List<SeriesPlan> staying;
        synchronized (this) {
            admission = rules;
            filling = new Content();
            staying = List.copyOf(lasting);
        }
        try {
            staying.forEach(this::add);
            refill.run();
        } finally {
            synchronized (this) {
                shown = filling;
            }
        }
    }

    /** The families in the order of their names. */
    public Collection<Family> families() {
        return Collections.unmodifiableCollection(shown.families.values());
    }

    /**
     * Reads the numbers of all partitions, which {@link Series#take} then hands on: that way it takes less time. By one thread
     * at a time.
     */
    public void readAhead() {
        shown.partitions.read();
    }

    /** The family of which samples begin with this name; null when there is none. */
    public @Nullable Family find(String sample) {
        return shown.families.get(sample);
    }

    /** Whether a family here uses this name. */
    public synchronized boolean isTaken(String name) {
        return shown.claims.containsKey(name);
    }

    private void shedExcess() {
        @Nullable Family shed = shedOne();
        while (shed != null) {
            listener.shed(shed.name(), shed.size());
            shed = shedOne();
        }
    }

    private synchronized @Nullable Family shedOne() {
        Family family = filling.samples > admission.most() ? filling.leastNeeded() : null;
        if (family != null) {
            filling.drop(family);
            filling.shed.add(family.name().sample());
        }
        return family;
    }

    private static final class Content {
        private final Map<String, Family> families = new ConcurrentSkipListMap<>();
        private final Map<String, Family> claims = new HashMap<>();

        /** The names of families that were too many. */
        private final Set<String> shed = new HashSet<>();

        private final PartitionNumbers partitions = new PartitionNumbers();

        private long samples;

        @Nullable
        Family familyFor(SeriesPlan plan) {
            FamilyName name = plan.family();
            Family family = families.get(name.sample());
            if (family != null) {
                return family.name().type() == name.type() ? family : null;
            }
            if (shed.contains(name.sample()) || name.claims().stream().anyMatch(claims::containsKey)) {
                return null;
            }
            Family created = new Family(plan, partitions);
            name.claims().forEach(claim -> claims.put(claim, created));
            families.put(name.sample(), created);
            return created;
        }

        boolean add(Family family, Series series) {
            boolean added = family.add(series);
            if (added) {
                samples += family.samplesEach();
            }
            return added;
        }

        void remove(Series series) {
            Family family = series.family();
            int before = family.size();
            family.remove(series);
            // One of an earlier content, or shed since, counts no more.
            if (families.get(family.name().sample()) == family) {
                samples -= (long) (before - family.size()) * family.samplesEach();
                if (family.isEmpty()) {
                    drop(family);
                }
            }
        }

        void drop(Family family) {
            families.remove(family.name().sample());
            family.name().claims().forEach(claims::remove);
            samples -= (long) family.size() * family.samplesEach();
        }

        @Nullable
        Family leastNeeded() {
            return families.values().stream()
                    .filter(Family::mayGo)
                    .max(Family.BY_EXPENDABILITY)
                    .orElse(null);
        }
    }
}
