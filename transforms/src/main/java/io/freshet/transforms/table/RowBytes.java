package io.freshet.transforms.table;

import io.freshet.transforms.table.cache.RowSize;
import io.freshet.transforms.table.change.Change;

/** How much memory the rows of a complete table take, about: the average of a sample of the changes, by their number. */
final class RowBytes {

    private long weighed;
    private long bytes;

    /** Adds a row to the sample. */
    synchronized void weigh(Change.Upsert change) {
        weighed++;
        bytes += RowSize.inCompleteTable(change.key(), change.row());
    }

    synchronized long of(long rows) {
        return weighed == 0 ? 0 : Math.round(rows * (double) bytes / weighed);
    }
}
