package io.freshet.transforms.dedup;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import java.time.Duration;
import java.util.Arrays;

/**
 * The keys that have passed, and when; of more than there is room for, those that passed last. What a cache keeps, that which is
 * asked for often, is not it: see docs/decisions/deduplicate-forgets-the-oldest.md.
 *
 * <p>A hash table with chains, whose entries are in arrays of numbers, linked in a ring from the oldest to the newest. Entries
 * are not freed: once there are as many as may be, the oldest one is written anew for the next key. So a record makes no
 * object, and the collector has nothing to look at. Used by one thread.
 */
final class Passed {

    /** What is returned for a key that has not passed. */
    static final int NONE = -1;

    private static final int FEW = 512;

    /** What stands in links for each entry: the next one in its chain, its neighbours in the ring, the key's hash. */
    private static final int CHAINED = 0;

    private static final int OLDER = 1;
    private static final int NEWER = 2;
    private static final int HASH = 3;
    private static final int LINKS = 4;

    /** What stands in cells for each entry: when it passed, the place of its record, then as many words as the longest key has. */
    private static final int TIME = 0;

    private static final int PLACE = 1;
    private static final int KEY = 2;

    private final long window;
    private final int most;
    private final RecordCounts counts;

    private int[] chains = {};
    private int[] links = {};
    private long[] cells = {};

    /** How many cells an entry has. */
    private int width = KEY + 2;

    private int size;
    private int newest = NONE;

    /**
     * @param window how long after a key has passed, or before, it is a duplicate
     * @param most how many keys are remembered
     */
    Passed(Duration window, int most, RecordCounts counts) {
        this.window = window.toMillis();
        this.most = most;
        this.counts = counts;
    }

    /** Returns the entry of a key, which holds until another key is added, or {@link #NONE}. */
    int find(KeyWords key) {
        if (size == 0 || key.count() > width - KEY) {
            return NONE;
        }
        int entry = chains[key.hash() & (chains.length - 1)];
        while (entry != NONE && !isOf(entry, key)) {
            entry = links[entry * LINKS + CHAINED];
        }
        return entry;
    }

    private boolean isOf(int entry, KeyWords key) {
        if (links[entry * LINKS + HASH] != key.hash()) {
            return false;
        }
        int first = entry * width + KEY;
        for (int i = 0; i < width - KEY; i++) {
            if (cells[first + i] != key.word(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns if an entry's key has passed within the window. */
    boolean isWithin(int entry, long time) {
        return Math.abs(time - cells[entry * width + TIME]) < window;
    }

    /** Returns the place of the record that has passed with an entry's key. */
    long placeOf(int entry) {
        return cells[entry * width + PLACE];
    }

    /** Returns the entry of the key that has passed last. */
    int newest() {
        return newest;
    }

    /** Remembers that a key passes which has no entry. */
    void add(KeyWords key, long time, long place) {
        if (key.count() > width - KEY) {
            widen(KEY + key.count());
        }
        int entry = size < most ? added() : oldestForgotten(time);
        newest = entry;
        for (int i = 0; i < width - KEY; i++) {
            cells[entry * width + KEY + i] = key.word(i);
        }
        links[entry * LINKS + HASH] = key.hash();
        chain(entry);
        set(entry, time, place);
    }

    /** Remembers that an entry's key passes again. */
    void renew(int entry, long time, long place) {
        set(entry, time, place);
        if (entry != newest) {
            join(older(entry), newer(entry));
            insertAfterNewest(entry);
            newest = entry;
        }
    }

    private void set(int entry, long time, long place) {
        cells[entry * width + TIME] = time;
        cells[entry * width + PLACE] = place;
    }

    /** Returns an entry more, which is in the ring. */
    private int added() {
        if (size * LINKS == links.length) {
            grow();
        }
        int entry = size++;
        insertAfterNewest(entry);
        counts.add(Metric.KEYS, 1);
        return entry;
    }

    private void grow() {
        int capacity = (int) Math.min(most, Math.max(FEW, size * 2L));
        links = Arrays.copyOf(links, capacity * LINKS);
        cells = Arrays.copyOf(cells, capacity * width);
        chains = new int[Integer.highestOneBit(capacity) * 2];
        Arrays.fill(chains, NONE);
        for (int entry = 0; entry < size; entry++) {
            chain(entry);
        }
    }

    private void widen(int wider) {
        long[] widened = new long[links.length / LINKS * wider];
        for (int entry = 0; entry < size; entry++) {
            System.arraycopy(cells, entry * width, widened, entry * wider, width);
        }
        cells = widened;
        width = wider;
    }

    /** Returns the oldest entry, which is in no chain any more, and in the ring between the newest one and the next oldest. */
    private int oldestForgotten(long time) {
        int oldest = newer(newest);
        if (isWithin(oldest, time)) {
            counts.increment(Metric.KEYS_FORGOTTEN);
        }
        int chain = links[oldest * LINKS + HASH] & (chains.length - 1);
        int next = links[oldest * LINKS + CHAINED];
        if (chains[chain] == oldest) {
            chains[chain] = next;
            return oldest;
        }
        int before = chains[chain];
        while (links[before * LINKS + CHAINED] != oldest) {
            before = links[before * LINKS + CHAINED];
        }
        links[before * LINKS + CHAINED] = next;
        return oldest;
    }

    private void chain(int entry) {
        int chain = links[entry * LINKS + HASH] & (chains.length - 1);
        links[entry * LINKS + CHAINED] = chains[chain];
        chains[chain] = entry;
    }

    private void insertAfterNewest(int entry) {
        if (newest == NONE) {
            join(entry, entry);
        } else {
            int oldest = newer(newest);
            join(newest, entry);
            join(entry, oldest);
        }
    }

    private void join(int older, int newer) {
        links[older * LINKS + NEWER] = newer;
        links[newer * LINKS + OLDER] = older;
    }

    private int older(int entry) {
        return links[entry * LINKS + OLDER];
    }

    private int newer(int entry) {
        return links[entry * LINKS + NEWER];
    }
}
