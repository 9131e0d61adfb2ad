package io.freshet.transforms.enrich;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.table.Table;
import io.freshet.transforms.table.TableUnavailableError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How old a table may be, and what comes of one that is older. */
final class FreshnessRule {

    private final long mostMillis;
    private final OnStale onStale;
    private final RecordCounts counts;

    /**
     * @param most null if a table may be of any age
     */
    FreshnessRule(@Nullable Duration most, OnStale onStale, RecordCounts counts) {
        this.mostMillis = most == null ? Long.MAX_VALUE : most.toMillis();
        this.onStale = onStale;
        this.counts = counts;
    }

    /**
     * Looks at a table before it is asked, and returns if what it answers is to be tagged as stale.
     *
     * @throws TableUnavailableError if it is too old to be asked
     */
    boolean tags(Table table, String topic) {
        if (mostMillis == Long.MAX_VALUE) {
            return false;
        }
        long staleness = table.staleness();
        if (staleness <= mostMillis) {
            return false;
        }
        counts.increment(Metric.STALE_ANSWERS);
        if (onStale == OnStale.FAIL) {
            throw new TableUnavailableError(
                    "The table of " + topic + " is not known to be up to date since " + staleness
                            + "ms (table.max.staleness=" + mostMillis + "ms, on.stale=fail): it is behind its topic, or"
                            + " no broker answers",
                    null);
        }
        return onStale == OnStale.TAG;
    }
}
