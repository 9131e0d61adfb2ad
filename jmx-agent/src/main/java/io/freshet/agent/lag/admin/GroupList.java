package io.freshet.agent.lag.admin;

import java.util.List;

/** The groups that brokers have told. */
final class GroupList {
    private final List<ListedGroup> groups;
    private final int silentBrokers;

    GroupList(List<ListedGroup> groups, int silentBrokers) {
        this.groups = List.copyOf(groups);
        this.silentBrokers = silentBrokers;
    }

    List<ListedGroup> groups() {
        return groups;
    }

    int silentBrokers() {
        return silentBrokers;
    }
}
