package io.freshet.agent.metric;

import java.util.Arrays;
import java.util.List;

/** The quantiles of every summary. */
public final class Quantiles {
    public static final List<Double> ALL = List.of(0.5, 0.75, 0.95, 0.98, 0.99, 0.999);

    private Quantiles() {}

    public static double[] newValues() {
        double[] values = new double[ALL.size()];
        Arrays.fill(values, Absent.VALUE);
        return values;
    }
}
