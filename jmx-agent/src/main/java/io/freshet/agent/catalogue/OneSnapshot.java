package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.LatestQuantiles;

/** A distribution that two series share: the second takes the quantiles that the first has read. */
final class OneSnapshot implements Distribution {
    private final Distribution source;
    private final LatestQuantiles quantiles;

    OneSnapshot(Distribution source) {
        this.source = source;
        this.quantiles = new LatestQuantiles(source);
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
        double[] latest = quantiles.at(source.count(), source.sum());
        System.arraycopy(latest, 0, target, 0, target.length);
    }
}
