package io.freshet.agent.lag.admin;

import io.freshet.agent.lag.GroupKind;

/** A group as a broker lists it. */
final class ListedGroup {
    private final String name;
    private final GroupKind kind;
    private final String state;

    ListedGroup(String name, GroupKind kind, String state) {
        this.name = name;
        this.kind = kind;
        this.state = state;
    }

    String name() {
        return name;
    }

    GroupKind kind() {
        return kind;
    }

    String state() {
        return state;
    }
}
