package io.freshet.transforms.enrich;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.table.Table;
import java.time.Duration;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Holds a record until the table knows the changes up to the record's time, or the time for that is over. A wait in vain is not
 * repeated until the table knows more. Used by one thread.
 */
final class TableWait {

    private final Duration max;
    private final long marginMillis;
    private final WaitBudget budget;
    private final RecordCounts counts;
    private long inVainAt = Table.LATEST;

    /**
     * @param max how long one record, and all of a batch, may wait
     * @param margin how much later than a change the table may tell it
     */
    TableWait(Duration max, Duration margin, RecordCounts counts) {
        this.max = max;
        this.marginMillis = margin.toMillis();
        this.budget = new WaitBudget(max);
        this.counts = counts;
    }

    /**
     * Holds a record.
     *
     * @param asOf the record's time
     * @throws io.freshet.transforms.table.TableUnavailableError if the thread is interrupted
     */
    void hold(Table table, ConnectRecord<?> record, long asOf) {
        if (max.isZero() || asOf == Table.LATEST) {
            return;
        }
        long needed = asOf > Long.MAX_VALUE - 1 - marginMillis ? Long.MAX_VALUE - 1 : asOf + marginMillis;
        long begin = System.nanoTime();
        long atMost = budget.of(record, begin, System.currentTimeMillis());
        if (table.watermark() > needed) {
            return;
        }
        if (table.watermark() == inVainAt || atMost == 0) {
            counts.increment(Metric.WAITS_IN_VAIN);
            return;
        }
        counts.increment(Metric.WAITS);
        boolean known = table.awaitChanges(needed, atMost);
        long end = System.nanoTime();
        budget.spent(begin, end);
        counts.add(Metric.WAIT_TIME, end - begin);
        if (!known) {
            counts.increment(Metric.WAITS_IN_VAIN);
            inVainAt = table.watermark();
        }
    }
}
