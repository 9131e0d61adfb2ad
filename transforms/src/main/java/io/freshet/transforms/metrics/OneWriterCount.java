package io.freshet.transforms.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A count that one thread adds to, as cheaply as to a field, and any thread reads. */
final class OneWriterCount {

    private final AtomicLong value = new AtomicLong();

    void add(long more) {
        value.setRelease(value.getPlain() + more);
    }

    long get() {
        return value.get();
    }
}
