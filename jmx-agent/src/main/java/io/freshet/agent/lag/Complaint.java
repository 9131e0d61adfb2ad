package io.freshet.agent.lag;

import java.util.HashSet;
import java.util.Set;

/** What was refused, and of how many. */
public final class Complaint {
    private final String about;
    private final String reason;
    private final Set<String> others = new HashSet<>();

    public Complaint(String about, String reason) {
        this.about = about;
        this.reason = reason;
    }

    /** The same, perhaps of another. */
    public void again(String other) {
        if (!other.equals(about)) {
            others.add(other);
        }
    }

    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return about + (others.isEmpty() ? "" : " and " + others.size() + " more") + ": " + reason;
    }
}
