package io.freshet.transforms.table.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/**
 * The time before which all changes of a table are known, as far as its feed can tell. A change tells that those before it
 * in its partition are known: their times are taken to be no later than its own. A heartbeat tells of all partitions, once
 * the feed has read what was in them when the heartbeat was read. Safe for use by several threads.
 */
public final class Watermark {

    /** Nothing is known yet. */
    public static final long NONE = Long.MIN_VALUE;

    /** More than are under way unless the feed stands still; then the first of them are the ones that it passes first. */
    private static final int MOST_HEARTBEATS = 1_000;

    private final Map<Integer, Long> next = new HashMap<>();
    private final Deque<Heartbeat> heartbeats = new ArrayDeque<>();
    private long byHeartbeats = NONE;
    private long byChanges = NONE;
    private boolean loaded;
    private boolean ended;
    private volatile long time = NONE;

    /**
     * @param ends the ends of the table's partitions, no earlier than those when the heartbeat was sent
     */
    private record Heartbeat(long time, Map<Integer, Long> ends) {}

    /** Returns the time before which all changes are known, {@link #NONE} while nothing is. */
    public long time() {
        return time;
    }

    /**
     * Waits until all changes of a time, and of those before it, are known.
     *
     * @return false if they are not within so many nanoseconds, or will not be, as the table has ended
     */
    public synchronized boolean await(long asked, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (time <= asked && !ended) {
            long remaining = deadline - System.nanoTime();
            if (remaining <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, remaining);
        }
        return time > asked;
    }

    /**
     * Notes what has been read and applied.
     *
     * @param reached the next offset to read, of each partition
     * @param changed the latest time of a partition's changes, {@link #NONE} if it has none
     */
    public synchronized void reached(Map<Integer, Long> reached, IntToLongFunction changed) {
        next.putAll(reached);
        byChanges = next.keySet().stream()
                .mapToLong(partition -> changed.applyAsLong(partition))
                .min()
                .orElse(NONE);
        passHeartbeats();
        publish();
    }

    /** Notes a heartbeat, and where the table's partitions ended when it had been read. */
    public synchronized void heartbeat(long of, Map<Integer, Long> ends) {
        if (heartbeats.size() < MOST_HEARTBEATS) {
            heartbeats.add(new Heartbeat(of, ends));
        }
        passHeartbeats();
        publish();
    }

    private void passHeartbeats() {
        while (!heartbeats.isEmpty() && isPassed(heartbeats.getFirst().ends)) {
            byHeartbeats = Math.max(byHeartbeats, heartbeats.removeFirst().time);
        }
    }

    private boolean isPassed(Map<Integer, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void publish() {
        long now = Math.max(byHeartbeats, byChanges);
        if (loaded && now != time) {
            time = now;
            notifyAll();
        }
    }

    /** What has been read is what is served from now on. */
    public synchronized void loaded() {
        loaded = true;
        publish();
    }

    /** The topic is read from its beginning again; until it is loaded, what was known holds for what is served. */
    public synchronized void startsOver() {
        loaded = false;
        next.clear();
        heartbeats.clear();
        byHeartbeats = NONE;
        byChanges = NONE;
    }

    /** Nothing more will be known: who waits is let go. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }
}
