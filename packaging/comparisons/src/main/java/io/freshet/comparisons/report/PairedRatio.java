package io.freshet.comparisons.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The ratio of two things that were measured in pairs: its geometric mean, and the interval that holds the true one with 95 %
 * confidence, by Student's t over the logarithms of the pairs.
 */
public record PairedRatio(double mean, double low, double high) {
    /** The 97.5 % quantiles of Student's t for 1, 2, ... degrees of freedom. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    /** Takes as many of the one as of the other; the interval of a single pair is everything. */
    public static PairedRatio of(List<Double> numerators, List<Double> denominators) {
        if (numerators.isEmpty() || numerators.size() != denominators.size()) {
            throw new IllegalArgumentException(
                    "Expecting pairs. Found: " + numerators.size() + " and " + denominators.size());
        }
        List<Double> logarithms = new ArrayList<>();
        for (int i = 0; i < numerators.size(); i++) {
            logarithms.add(Math.log(numerators.get(i) / denominators.get(i)));
        }
        int count = logarithms.size();
        double mean = logarithms.stream().mapToDouble(Double::doubleValue).sum() / count;
        if (count == 1) {
            return new PairedRatio(Math.exp(mean), 0, Double.POSITIVE_INFINITY);
        }
        double squares = logarithms.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double t = T[Math.min(count - 1, T.length) - 1];
        double margin = t * Math.sqrt(squares / (count - 1) / count);
        return new PairedRatio(Math.exp(mean), Math.exp(mean - margin), Math.exp(mean + margin));
    }
}
