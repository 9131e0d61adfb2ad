package io.freshet.transforms.table.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How a feed is doing: written by the feed, read by any thread. Durations are in nanoseconds.
 *
 * <p>A table is up to date as of the time at which the brokers were asked for the ends of its topic, once all before those
 * ends has been read. That is a proof, where a poll is none: a consumer that cannot reach its broker returns from a poll
 * like one for which there is nothing to read.
 */
public final class FeedHealth {

    /** One each half second, so a feed that is a minute behind is still told by the half second. */
    private static final int MOST_AHEAD = 120;

    private final FeedPosition position;
    private final LongSupplier clock;
    private final LongAdder failures = new LongAdder();
    /** Ends that are not known to be passed, oldest first. */
    private final Deque<Ends> ahead = new ArrayDeque<>();

    private volatile Ends latest;
    private volatile long upToDateAt;
    private volatile long polledAt;
    private volatile long changedAt;
    private volatile @Nullable Throwable trouble;

    private record Ends(Map<TopicPartition, Long> offsets, long askedAt) {}

    /** The clock counts nanoseconds. */
    FeedHealth(FeedPosition position, LongSupplier clock) {
        this.position = position;
        this.clock = clock;
        long now = clock.getAsLong();
        this.latest = new Ends(Map.of(), now);
        this.upToDateAt = now;
        this.polledAt = now;
        this.changedAt = now;
    }

    /** Notes that somebody has looked for changes. */
    void polled(boolean anything) {
        long now = clock.getAsLong();
        polledAt = now;
        if (anything) {
            changedAt = now;
        }
    }

    /** Notes what the ends were at some time. By the feed's own thread. */
    void ends(Map<TopicPartition, Long> offsets, long askedAt) {
        trouble = null;
        latest = new Ends(offsets, askedAt);
        if (ahead.size() < MOST_AHEAD) {
            ahead.addLast(latest);
        }
        check();
    }

    /** Looks which ends have been passed by now. By the feed's own thread. */
    void check() {
        while (!ahead.isEmpty() && lag(ahead.getFirst()) == 0) {
            upToDateAt = Math.max(upToDateAt, ahead.removeFirst().askedAt);
        }
    }

    /** Forgets the ends: they are of a topic that is no more. By the feed's own thread. */
    void startsOver() {
        ahead.clear();
        latest = new Ends(Map.of(), clock.getAsLong());
    }

    /** Begins to count the staleness anew: the table was loaded just now. */
    void loaded() {
        upToDateAt = clock.getAsLong();
    }

    void failed(Throwable cause) {
        trouble = cause;
        failures.increment();
    }

    void works() {
        trouble = null;
    }

    /** Returns how long ago the feed had read all that its topic held. */
    public long staleness() {
        return clock.getAsLong() - upToDateAt;
    }

    /** Returns how many offsets are between what has been read and the ends of the topic, as last told. */
    public long recordsLag() {
        return lag(latest);
    }

    private long lag(Ends ends) {
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.offsets.entrySet()) {
            lag += Math.max(0, end.getValue() - position.next(end.getKey()));
        }
        return lag;
    }

    /** Returns how many offsets are to be read until the feed has all that the topic held at the start. */
    public long remaining() {
        return position.remaining();
    }

    public long sincePoll() {
        return clock.getAsLong() - polledAt;
    }

    public long sinceChange() {
        return clock.getAsLong() - changedAt;
    }

    /** Returns how often an exchange with the brokers has failed. */
    public long failures() {
        return failures.sum();
    }

    /** Returns why the last exchange with the brokers failed, null if it worked. */
    public @Nullable Throwable trouble() {
        return trouble;
    }
}
