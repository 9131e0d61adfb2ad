package io.freshet.agent.lag;

import java.util.function.Predicate;

/** How lag is read. */
public final class LagOptions {
    private final Predicate<String> groups;
    private final Predicate<String> topics;
    private final long intervalMillis;
    private final long deadlineMillis;
    private final int looks;
    private final int rounds;

    /**
     * The interval is that between looks, and how exact times have to be; the deadline how long one look may take. Looks are
     * those of a window; rounds those for the times of old records, each time.
     */
    public LagOptions(
            Predicate<String> groups,
            Predicate<String> topics,
            long intervalMillis,
            long deadlineMillis,
            int looks,
            int rounds) {
        this.groups = groups;
        this.topics = topics;
        this.intervalMillis = intervalMillis;
        this.deadlineMillis = deadlineMillis;
        this.looks = looks;
        this.rounds = rounds;
    }

    Predicate<String> groups() {
        return groups;
    }

    Predicate<String> topics() {
        return topics;
    }

    public long intervalMillis() {
        return intervalMillis;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    int looks() {
        return looks;
    }

    int rounds() {
        return rounds;
    }
}
