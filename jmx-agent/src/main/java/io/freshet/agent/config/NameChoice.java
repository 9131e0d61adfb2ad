package io.freshet.agent.config;

import java.util.List;

/** Names that are allowed, and names that are not. */
public final class NameChoice {
    /** Takes no name. */
    static final NameChoice NONE = new NameChoice(List.of(), List.of(NamePattern.of("*")));

    private final List<NamePattern> allowed;
    private final List<NamePattern> denied;

    public NameChoice(List<NamePattern> allowed, List<NamePattern> denied) {
        this.allowed = List.copyOf(allowed);
        this.denied = List.copyOf(denied);
    }

    /** Whether a name is allowed, as all are where none is said to be, and not denied. */
    public boolean takes(String name) {
        return (allowed.isEmpty() || matches(allowed, name)) && !matches(denied, name);
    }

    /** Whether it takes every name. */
    public boolean isOpen() {
        return allowed.isEmpty() && denied.isEmpty();
    }

    private static boolean matches(List<NamePattern> patterns, String name) {
        for (NamePattern pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
