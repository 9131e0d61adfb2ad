package io.freshet.transforms.table;

import java.util.concurrent.atomic.LongAdder;

/** What a table counts of its topic's messages, on whichever threads read them. */
final class TableCounts {

    final LongAdder applied = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final LongAdder bad = new LongAdder();

    /** Counts a message that told so many changes. */
    void told(int changes) {
        if (changes == 0) {
            ignored.increment();
        } else {
            applied.add(changes);
        }
    }
}
