package io.freshet.agent.lag.admin;

import java.util.Collection;
import java.util.List;

/** The groups that brokers have told. */
final class GroupList {
    private final List<ListedGroup> groups;
    private final List<Throwable> failures;

    GroupList(List<ListedGroup> groups, Collection<Throwable> failures) {
        this.groups = List.copyOf(groups);
        this.failures = List.copyOf(failures);
    }

    List<ListedGroup> groups() {
        return groups;
    }

    /** One for each broker that has not told. */
    List<Throwable> failures() {
        return failures;
    }
}
