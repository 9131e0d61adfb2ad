package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Distribution;

/** A distribution in another unit. */
final class ScaledDistribution implements Distribution {
    private final Distribution source;
    private final double factor;

    ScaledDistribution(Distribution source, double factor) {
        this.source = source;
        this.factor = factor;
    }

    @Override
    public long count() {
        return source.count();
    }

    @Override
    public double sum() {
        return source.sum() * factor;
    }

    @Override
    public void quantiles(double[] target) {
        source.quantiles(target);
        for (int i = 0; i < target.length; i++) {
            target[i] = Double.isNaN(target[i]) ? target[i] : target[i] * factor;
        }
    }
}
