package io.freshet.agent.dialect;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.Quantiles;

/** The quantiles of one distribution as series of their own: one snapshot serves them all, until something is observed. */
final class SharedQuantiles {
    private final Distribution distribution;

    /** Replaced, never written to, so that scrapes side by side see a whole set. */
    private volatile Observed last = new Observed(0, Quantiles.newValues());

    SharedQuantiles(Distribution distribution) {
        this.distribution = distribution;
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
        Observed observed = last;
        if (count != observed.count) {
            double[] values = Quantiles.newValues();
            distribution.quantiles(values);
            observed = new Observed(count, values);
            last = observed;
        }
        // Others show zeros before anything was observed.
        return count == 0 ? 0 : observed.values[index];
    }

    private static final class Observed {
        private final long count;
        private final double[] values;

        Observed(long count, double[] values) {
            this.count = count;
            this.values = values;
        }
    }
}
