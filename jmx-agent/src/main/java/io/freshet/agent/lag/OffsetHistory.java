package io.freshet.agent.lag;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When the end of a partition was where: a bounded line of points (offset, time), between which is interpolated, and beyond
 * which nothing is said.
 *
 * <p>Each stretch between two points knows how far off an answer in it may be: its length when it is new. A point
 * may go when the stretch that stays in its place is hardly worse, as is so of steady traffic and of none at all; when there
 * are too many, that one goes whose loss is least for its age. This is how Visvalingam and Whyatt (1993) simplify lines,
 * with the error carried along instead of an area.
 *
 * <p>What is learned later of earlier times, from the timestamps of records, is put in between.
 */
final class OffsetHistory {
    private static final int FIRST_SIZE = 4;

    private final int most;
    private final long toleranceMillis;
    private long[] offsets = new long[FIRST_SIZE];
    private long[] times = new long[FIRST_SIZE];

    /** How far off an answer between a point and the next one may be. */
    private long[] errors = new long[FIRST_SIZE];

    private int size;

    /** Keeps so many points at most, and no error apart that is below the tolerance. */
    OffsetHistory(int most, long toleranceMillis) {
        this.most = most;
        this.toleranceMillis = toleranceMillis;
    }

    /** The end is here now. Time never goes back; the offset does when the log was cut off. */
    void sample(long offset, long timeMillis) {
        while (size > 0 && offsets[size - 1] > offset) {
            size--;
        }
        long time = size == 0 ? timeMillis : Math.max(timeMillis, times[size - 1]);
        boolean still = size > 1 && offsets[size - 1] == offset && offsets[size - 2] == offset;
        if (still) {
            times[size - 1] = time;
            return;
        }
        insert(size, offset, time);
        thin(time);
    }

    /**
     * The first record since a time before now is at this offset: so the end was there at that time, and until the time of
     * that record.
     */
    void learn(long timeMillis, long offset, long recordMillis) {
        int at = after(timeMillis);
        long low = at == 0 ? Long.MIN_VALUE : offsets[at - 1];
        long high = at == size ? Long.MAX_VALUE : offsets[at];
        // By the clocks of producers records may be older than the log knows them: what was sampled holds.
        long end = Math.max(low, Math.min(high, offset));
        insert(at, end, timeMillis);
        long until = at + 1 == size ? recordMillis : Math.min(recordMillis, times[at + 1]);
        if (end < high && until > timeMillis) {
            insert(at + 1, end, until);
        }
        while (size > most) {
            remove(leastNeeded(times[size - 1]));
        }
    }

    /**
     * The oldest record of all is at this offset and came at this time. For who is before it, as where compaction has left
     * nothing, it is the next one.
     */
    void learnOldest(long before, long offset, long recordMillis) {
        // What was known of the time until then is of records that are gone, or says only that there is none.
        int empty = 0;
        while (empty < size - 1 && times[empty] < recordMillis) {
            empty++;
        }
        dropFirst(empty);
        learn(0, Math.min(before, offset), recordMillis);
        learn(recordMillis, offset, recordMillis);
    }

    /** When the record of this offset came; null where the history does not reach. */
    @Nullable
    Estimate timeOf(long offset) {
        int at = upTo(offset);
        if (at < 0 || at == size - 1) {
            return null;
        }
        double share = (offset - offsets[at] + 0.5) / (offsets[at + 1] - offsets[at]);
        return new Estimate(
                times[at] + Math.round(share * (times[at + 1] - times[at])), errors[at], times[at], times[at + 1]);
    }

    /** Forgets what is not needed for this offset and later ones. */
    void forgetBefore(long offset) {
        dropFirst(Math.max(0, upTo(offset)));
    }

    private void dropFirst(int count) {
        System.arraycopy(offsets, count, offsets, 0, size - count);
        System.arraycopy(times, count, times, 0, size - count);
        System.arraycopy(errors, count, errors, 0, size - count);
        size -= count;
    }

    /** The time of the oldest point; there is one. */
    long firstTime() {
        return times[0];
    }

    int size() {
        return size;
    }

    /** The latest point at or below an offset, or -1. */
    private int upTo(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The first point later than a time. */
    private int after(long time) {
        int at = size;
        while (at > 0 && times[at - 1] > time) {
            at--;
        }
        return at;
    }

    private void insert(int at, long offset, long time) {
        if (size == offsets.length) {
            int longer = Math.min(size * 2, most + 2);
            offsets = Arrays.copyOf(offsets, longer);
            times = Arrays.copyOf(times, longer);
            errors = Arrays.copyOf(errors, longer);
        }
        System.arraycopy(offsets, at, offsets, at + 1, size - at);
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(errors, at, errors, at + 1, size - at);
        offsets[at] = offset;
        times[at] = time;
        size++;
        measure(at - 1);
        measure(at);
    }

    private void measure(int at) {
        if (at >= 0 && at < size - 1) {
            errors[at] = offsets[at] == offsets[at + 1] ? 0 : times[at + 1] - times[at];
        }
    }

    private void thin(long now) {
        int before = size - 2;
        if (before > 0 && errorWithout(before) <= toleranceMillis) {
            remove(before);
        }
        if (size > most) {
            remove(leastNeeded(now));
        }
    }

    private int leastNeeded(long now) {
        int least = 1;
        double cost = Double.MAX_VALUE;
        for (int i = 1; i < size - 1; i++) {
            double here = (errorWithout(i) + 1.0) / (now - times[i] + toleranceMillis + 1.0);
            if (here < cost) {
                least = i;
                cost = here;
            }
        }
        return least;
    }

    /** How far off an answer may be once a point is gone that is neither the first nor the last. */
    private long errorWithout(int at) {
        return departure(at) + Math.max(errors[at - 1], errors[at]);
    }

    /** How far in time a point lies from the straight line between its neighbours. */
    private long departure(int at) {
        long width = offsets[at + 1] - offsets[at - 1];
        if (width == 0) {
            return 0;
        }
        double share = (double) (offsets[at] - offsets[at - 1]) / width;
        return Math.round(Math.abs(times[at] - times[at - 1] - share * (times[at + 1] - times[at - 1])));
    }

    private void remove(int at) {
        errors[at - 1] = errorWithout(at);
        int rest = size - at - 1;
        System.arraycopy(offsets, at + 1, offsets, at, rest);
        System.arraycopy(times, at + 1, times, at, rest);
        System.arraycopy(errors, at + 1, errors, at, rest);
        size--;
    }

    /** When a record came, and between which times for certain. */
    static final class Estimate {
        private final long timeMillis;
        private final long errorMillis;
        private final long notBefore;
        private final long notAfter;

        Estimate(long timeMillis, long errorMillis, long notBefore, long notAfter) {
            this.timeMillis = timeMillis;
            this.errorMillis = errorMillis;
            this.notBefore = notBefore;
            this.notAfter = notAfter;
        }

        long timeMillis() {
            return timeMillis;
        }

        long errorMillis() {
            return errorMillis;
        }

        /** The middle of the stretch, to ask for next when it is too long. */
        long middle() {
            return notBefore + (notAfter - notBefore) / 2;
        }
    }
}
