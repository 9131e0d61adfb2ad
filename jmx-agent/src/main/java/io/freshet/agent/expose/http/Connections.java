package io.freshet.agent.expose.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected. When there are as many as may be, a new client takes the place of the one that has kept its
 * connection waiting longest: first of those between requests, then of those that are slow to ask, then of those that are
 * slow to read. So clients that open connections and say nothing cost others nothing.
 */
final class Connections {
    /** A client that read something just now is not slow. */
    private static final long STALLED = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MOST_TURNED_AWAY = 32;

    private final Limits limits;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /** Those that were told that there is no room. Closed at once they would be reset, and might not hear it. */
    private final Deque<Connection> turnedAway = new ArrayDeque<>();

    Connections(Limits limits) {
        this.limits = limits;
    }

    /** Takes one in; false when all others are being served. Called, like {@link #turnAway}, by the thread that accepts. */
    boolean admit(Connection connection) {
        while (open.size() >= limits.connections()) {
            Connection slowest = slowest(System.nanoTime());
            if (slowest == null) {
                return false;
            }
            drop(slowest);
        }
        open.add(connection);
        return true;
    }

    /** Says that there is no room. */
    void turnAway(Connection connection) {
        connection.refuse();
        turnedAway.add(connection);
        if (turnedAway.size() > MOST_TURNED_AWAY) {
            turnedAway.remove().abort();
        }
    }

    void drop(Connection connection) {
        open.remove(connection);
        connection.abort();
    }

    /** Ends the connection whose client is slowest to read what it was sent, if one is slow. */
    void dropSlowestReader() {
        Connection slowest = slowest(Connection.State.WRITING, STALLED, System.nanoTime());
        if (slowest != null) {
            drop(slowest);
        }
    }

    /** A client that stops reading would hold a thread for ever: neither reads nor writes have a time limit of their own. */
    void dropOverdue() {
        long now = System.nanoTime();
        while (!turnedAway.isEmpty() && turnedAway.element().keptWaiting(now) > STALLED) {
            turnedAway.remove().abort();
        }
        for (Connection connection : open) {
            if (connection.isOverdue(now, limits)) {
                drop(connection);
            }
        }
    }

    void dropAll() {
        open.forEach(this::drop);
    }

    private @Nullable Connection slowest(long now) {
        // Those that were connected just now are about to ask, so they come after those that are slow to.
        Connection found = slowest(Connection.State.IDLE, STALLED, now);
        found = found != null ? found : slowest(Connection.State.READING, 0, now);
        found = found != null ? found : slowest(Connection.State.IDLE, 0, now);
        return found != null ? found : slowest(Connection.State.WRITING, STALLED, now);
    }

    private @Nullable Connection slowest(Connection.State state, long atLeast, long now) {
        Connection slowest = null;
        long longest = atLeast - 1;
        for (Connection connection : open) {
            if (connection.state() == state && connection.keptWaiting(now) > longest) {
                slowest = connection;
                longest = connection.keptWaiting(now);
            }
        }
        return slowest;
    }
}
