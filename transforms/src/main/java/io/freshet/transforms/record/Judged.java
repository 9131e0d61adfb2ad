package io.freshet.transforms.record;

import java.util.Arrays;

/**
 * What a transformation has found of the records of one partition of a topic: of each offset whether it was caught (as late, as
 * a duplicate) and with what number, or let through. A sink's records come in the order of their offsets; when they come again,
 * after a rewind, each gets what it got before.
 *
 * <p>What is kept are the runs of offsets that were caught with one number, each as three numbers, in a ring: records that were
 * let through cost nothing. Of more runs than fit the oldest are forgotten, and with them all offsets before. Used by one
 * thread.
 */
public final class Judged {

    /** What is said of an offset that was let through. */
    public static final long LET_THROUGH = Long.MIN_VALUE;

    /** What is said of an offset of which nothing is known. */
    public static final long UNKNOWN = Long.MIN_VALUE + 1;

    private static final int FEW = 16;

    private final int most;
    private long[] firsts = new long[0];
    private long[] lasts = new long[0];
    private long[] numbers = new long[0];
    private int oldest;
    private int size;

    /** The first offset of which all is known from there on, and the last. */
    private long begin = Long.MAX_VALUE;

    private long end = Long.MIN_VALUE;

    /** Whether the run that was added last goes on with the next offset. */
    private boolean open;

    /**
     * @param most how many runs are kept
     */
    public Judged(int most) {
        this.most = most;
    }

    /** Returns if an offset is not after the last of which something was found: then it has come before, or was left out. */
    public boolean isBehind(long offset) {
        return offset <= end;
    }

    /**
     * Returns what was found of an offset: the number with which it was caught, {@link #LET_THROUGH}, or {@link #UNKNOWN}.
     */
    public long at(long offset) {
        if (offset > end || offset < begin) {
            return UNKNOWN;
        }
        int run = lastRunFrom(offset);
        return run >= 0 && offset <= lasts[place(run)] ? numbers[place(run)] : LET_THROUGH;
    }

    /** Keeps that an offset was let through. One before the last is not kept: nothing is known around it. */
    public void letThrough(long offset) {
        if (offset > end) {
            begin = Math.min(begin, offset);
            end = offset;
            open = false;
        }
    }

    /**
     * Keeps that an offset was caught. One before the last is not kept.
     *
     * @param number what is said of it when it comes again
     */
    public void caught(long offset, long number) {
        if (offset <= end) {
            return;
        }
        begin = Math.min(begin, offset);
        end = offset;
        int last = size == 0 ? -1 : place(size - 1);
        if (open && numbers[last] == number) {
            lasts[last] = offset;
        } else {
            add(offset, number);
            open = true;
        }
    }

    private void add(long offset, long number) {
        if (size == firsts.length) {
            makeRoom();
        }
        int place = place(size++);
        firsts[place] = offset;
        lasts[place] = offset;
        numbers[place] = number;
    }

    private void makeRoom() {
        if (size == most) {
            begin = lasts[oldest] + 1;
            oldest = (oldest + 1) % firsts.length;
            size--;
            return;
        }
        int capacity = Math.min(most, Math.max(FEW, size * 2));
        firsts = Arrays.copyOf(firsts, capacity); // it has not gone round before it is full size
        lasts = Arrays.copyOf(lasts, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
    }

    /** Returns the index of the last run that begins at or before an offset, -1 if there is none. */
    private int lastRunFrom(long offset) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (firsts[place(middle)] <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private int place(int run) {
        return (oldest + run) % firsts.length;
    }
}
