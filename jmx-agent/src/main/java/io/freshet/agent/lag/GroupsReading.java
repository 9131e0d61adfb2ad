package io.freshet.agent.lag;

import java.util.List;
import java.util.Set;

/** The groups of a cluster, or of a part of it, at one time. */
public final class GroupsReading {
    private final List<GroupReading> groups;
    private final Set<String> unread;
    private final int missing;

    /** Unread are groups that are there, of which nothing could be learned; missing how many brokers did not tell their groups. */
    public GroupsReading(List<GroupReading> groups, Set<String> unread, int missing) {
        this.groups = List.copyOf(groups);
        this.unread = Set.copyOf(unread);
        this.missing = missing;
    }

    public List<GroupReading> groups() {
        return groups;
    }

    public Set<String> unread() {
        return unread;
    }

    public int missing() {
        return missing;
    }

    /** Whether a group that is not in it is gone. */
    boolean isWhole() {
        return missing == 0;
    }
}
