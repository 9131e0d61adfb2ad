package io.freshet.comparisons.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The difference of two things that were measured in pairs: the median of the pairs' differences, and the interval that holds
 * the true median with at least 95 % confidence, by the sign test: whatever the distribution, outliers included.
 */
public record PairedDifference(double median, double low, double high) {
    private static final double HALF_OF_FIVE_PERCENT = 0.025;

    /** Takes as many of the one as of the other; the interval of fewer than six pairs is everything. */
    public static PairedDifference of(List<Double> minuends, List<Double> subtrahends) {
        if (minuends.isEmpty() || minuends.size() != subtrahends.size()) {
            throw new IllegalArgumentException(
                    "Expecting pairs. Found: " + minuends.size() + " and " + subtrahends.size());
        }
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < minuends.size(); i++) {
            differences.add(minuends.get(i) - subtrahends.get(i));
        }
        Collections.sort(differences);
        int outside = outside(differences.size());
        double median = Median.of(differences);
        return outside == 0
                ? new PairedDifference(median, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new PairedDifference(
                        median, differences.get(outside - 1), differences.get(differences.size() - outside));
    }

    /** The rank, from either end, of the difference that bounds the interval; 0 for none. */
    private static int outside(int count) {
        double probability = Math.pow(0.5, count);
        double below = 0;
        for (int rank = 0; rank < count; rank++) {
            below += probability;
            if (below > HALF_OF_FIVE_PERCENT) {
                return rank;
            }
            probability = probability * (count - rank) / (rank + 1);
        }
        return 0;
    }
}
