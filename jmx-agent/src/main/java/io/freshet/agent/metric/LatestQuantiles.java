package io.freshet.agent.metric;

/**
 * The quantiles of a distribution, from a snapshot that is taken anew when something was observed since the last one.
 *
 * <p>A snapshot copies and sorts. That it can be kept is exact: Kafka's reservoirs change with observations only, and not by
 * themselves with time. An observation is counted first, enters the reservoir next and the sum last; so a snapshot is
 * kept by count and sum, since the count alone would keep one that was taken in the middle of an observation.
 */
public final class LatestQuantiles {
    private final Distribution distribution;

    /** Replaced, never written to, so that scrapes side by side see a whole set. */
    private volatile Snapshot last = new Snapshot(0, 0, Quantiles.newValues());

    public LatestQuantiles(Distribution distribution) {
        this.distribution = distribution;
    }

    /**
     * The values of {@link Quantiles#ALL}, in that order, for a count and sum that were just read. The array is shared: never
     * write to it.
     */
    public double[] at(long count, double sum) {
        Snapshot known = last;
        if (count != known.count || sum != known.sum) {
            double[] values = Quantiles.newValues();
            distribution.quantiles(values);
            known = new Snapshot(count, sum, values);
            last = known;
        }
        return known.values;
    }

    private static final class Snapshot {
        private final long count;
        private final double sum;
        private final double[] values;

        Snapshot(long count, double sum, double[] values) {
            this.count = count;
            this.sum = sum;
            this.values = values;
        }
    }
}
