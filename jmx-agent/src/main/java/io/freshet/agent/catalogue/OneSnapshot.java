package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Distribution;

/** A distribution that two series share: the second takes the quantiles that the first has read. */
final class OneSnapshot implements Distribution {
    private final Distribution source;
    private long countThen = -1;
    private double[] quantilesThen = {};

    OneSnapshot(Distribution source) {
        this.source = source;
    }

    @Override
    public long count() {
        return source.count();
    }

    @Override
    public double sum() {
        return source.sum();
    }

    @Override
    public synchronized void quantiles(double[] target) {
        long count = source.count();
        if (count != countThen) {
            source.quantiles(target);
            quantilesThen = target.clone();
            countThen = count;
        }
        System.arraycopy(quantilesThen, 0, target, 0, target.length);
    }
}
