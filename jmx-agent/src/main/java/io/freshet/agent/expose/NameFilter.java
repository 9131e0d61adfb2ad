package io.freshet.agent.expose;

import io.freshet.agent.metric.FamilyName;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which families a scrape asks for, by {@code name[]}. */
final class NameFilter {
    static final NameFilter ALL = new NameFilter(Set.of());

    private final Set<String> names;

    private NameFilter(Set<String> names) {
        this.names = names;
    }

    /** No name asks for all. */
    static NameFilter of(Collection<String> names) {
        return names.isEmpty() ? ALL : new NameFilter(new TreeSet<>(names));
    }

    /** Whether a family is asked for, by its own name or that of one of its samples. */
    boolean admits(FamilyName family) {
        if (names.isEmpty() || names.contains(family.sample())) {
            return true;
        }
        for (String name : family.claims()) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameFilter && names.equals(((NameFilter) other).names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }
}
