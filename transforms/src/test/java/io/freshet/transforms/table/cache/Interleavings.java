package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.cache.StreamsOracle.Event;
import io.freshet.transforms.table.cache.StreamsOracle.StreamRecord;
import io.freshet.transforms.table.cache.StreamsOracle.TableChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes changes and records whose times go on, stand still, or fall back, further than the history at times. */
public final class Interleavings {

    private final Random random;
    private final long history;
    private long now = 1_000;
    private int keys;
    private int rows;
    private int records;

    public Interleavings(Random random, long history) {
        this.random = random;
        this.history = history;
    }

    /** Returns the events of so many interleavings, which happen at once. */
    public List<Event> next(int atOnce) {
        long begin = now + 2 * history + 10;
        now = begin + history;
        int[] events = new int[atOnce];
        int total = 0;
        for (int i = 0; i < atOnce; i++) {
            events[i] = 8 + random.nextInt(17);
            total += events[i];
        }
        // All time that passes is some histories long.
        double steps = (1 + random.nextInt(6)) * (double) history / total;
        List<Event> made = new ArrayList<>();
        while (made.size() < total) {
            int of = random.nextInt(atOnce);
            if (events[of] > 0) {
                events[of]--;
                now += steps(steps);
                made.add(event(keys + 3 * of + random.nextInt(1 + of % 3), begin));
            }
        }
        keys += 3 * atOnce;
        return made;
    }

    private long steps(double mean) {
        return random.nextInt(4) > 0
                ? 0
                : Math.round(-4 * mean * Math.log(1 - random.nextDouble()) + random.nextDouble() - 0.5);
    }

    private Event event(int key, long begin) {
        if (random.nextBoolean()) {
            return new StreamRecord(key, records++, Math.max(begin, now + 2 - back()));
        }
        String row = random.nextInt(3) == 0 ? null : "row " + rows++;
        return new TableChange(key, row, Math.max(begin, now - back()));
    }

    private long back() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextLong(4);
            case 2 -> random.nextLong(history + 2);
            default -> random.nextLong(2 * history);
        };
    }
}
