package io.freshet.agent.metric;

/** The reading of a histogram or timer. */
public interface Distribution {
    /** The number of observations since the start; negative when the metric is gone. */
    long count();

    /** The sum of all observations since the start. */
    double sum();

    /** Writes the values of {@link Quantiles#ALL}, in that order, from one snapshot. */
    void quantiles(double[] target);
}
