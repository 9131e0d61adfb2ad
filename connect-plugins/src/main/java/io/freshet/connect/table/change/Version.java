package io.freshet.connect.table.change;

import java.util.Comparator;

/**
 * Which of two changes is the newer one: the one of the later time, then that of the higher partition, then of the higher offset,
 * and of several topics the one whose name sorts last.
 *
 * @param time in microseconds since 1970; 0 for all where nobody asks for it
 */
public record Version(long time, String topic, int partition, long offset) implements Comparable<Version> {

    private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::time)
            .thenComparingInt(Version::partition)
            .thenComparingLong(Version::offset)
            .thenComparing(Version::topic);

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
