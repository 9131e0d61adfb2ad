package io.freshet.agent.metric;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Every series that there is, by family. No series can be in it twice, and no name in two families. */
public final class SeriesTable {
    /** Why a series is not exposed. */
    public enum Refusal {
        /** Another series has the same name and labels; this one takes its place when that one goes. */
        DUPLICATE,
        /** Another family has the name with another type. */
        CONFLICT
    }

    /** Told about each series that is refused. */
    public interface RefusalListener {
        void refused(SeriesPlan plan, Refusal reason);
    }

    private final Map<String, Family> families = new ConcurrentSkipListMap<>();
    private final Map<String, Family> claims = new HashMap<>();
    private final RefusalListener listener;

    public SeriesTable(RefusalListener listener) {
        this.listener = listener;
    }

    /** Adds a series and returns what it is removed with; null when its name is taken by a family of another type. */
    public @Nullable Series add(SeriesPlan plan) {
        @Nullable Refusal refusal = Refusal.CONFLICT;
        @Nullable Series series = null;
        synchronized (this) {
            Family family = familyFor(plan);
            if (family != null) {
                series = Series.of(family, plan);
                refusal = family.add(series) ? null : Refusal.DUPLICATE;
            }
        }
        if (refusal != null) {
            listener.refused(plan, refusal);
        }
        return series;
    }

    public synchronized void remove(Series series) {
        Family family = series.family();
        family.remove(series);
        if (family.isEmpty() && families.remove(family.name().sample(), family)) {
            family.name().claims().forEach(claims::remove);
        }
    }

    /** The families in the order of their names. */
    public Collection<Family> families() {
        return Collections.unmodifiableCollection(families.values());
    }

    /** Whether a family here uses this name. */
    public synchronized boolean isTaken(String name) {
        return claims.containsKey(name);
    }

    private @Nullable Family familyFor(SeriesPlan plan) {
        FamilyName name = plan.family();
        Family family = families.get(name.sample());
        if (family != null) {
            return family.name().type() == name.type() ? family : null;
        }
        if (name.claims().stream().anyMatch(claims::containsKey)) {
            return null;
        }
        Family created = new Family(plan);
        name.claims().forEach(claim -> claims.put(claim, created));
        families.put(name.sample(), created);
        return created;
    }
}
