package io.freshet.agent.collect.os;

import io.freshet.agent.metric.Absent;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.DoubleSupplier;

/** The latest whole numbers that a file has given, read by scrapes beside the one that refreshes them. */
final class Readings {
    /** Stands for a number that the file does not give. */
    static final long ABSENT = Long.MIN_VALUE;

    private final AtomicLongArray values;

    Readings(int size) {
        values = new AtomicLongArray(size);
        clear();
    }

    void set(int index, long value) {
        values.set(index, value);
    }

    void clear() {
        for (int i = 0; i < values.length(); i++) {
            values.set(i, ABSENT);
        }
    }

    /** One of them in its base unit. */
    DoubleSupplier reading(int index, Column column) {
        return () -> {
            long value = values.get(index);
            return value == ABSENT ? Absent.VALUE : column.inBaseUnit(value);
        };
    }
}
