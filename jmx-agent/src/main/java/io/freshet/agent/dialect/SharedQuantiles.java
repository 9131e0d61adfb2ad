package io.freshet.agent.dialect;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.LatestQuantiles;

/** The quantiles of one distribution as series of their own: one snapshot serves them all, until something is observed. */
final class SharedQuantiles {
    private final Distribution distribution;
    private final LatestQuantiles quantiles;

    SharedQuantiles(Distribution distribution) {
        this.distribution = distribution;
        this.quantiles = new LatestQuantiles(distribution);
    }

    double count() {
        long count = distribution.count();
        return count < 0 ? Absent.VALUE : count;
    }

    double quantile(int index) {
        long count = distribution.count();
        if (count < 0) {
            return Absent.VALUE;
        }
        // Others show zeros before anything was observed.
        return count == 0 ? 0 : quantiles.at(count, distribution.sum())[index];
    }
}
