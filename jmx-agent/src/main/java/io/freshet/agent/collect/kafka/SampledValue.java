package io.freshet.agent.collect.kafka;

import com.yammer.metrics.core.Histogram;
import com.yammer.metrics.core.Metric;
import com.yammer.metrics.core.Sampling;
import com.yammer.metrics.core.Summarizable;
import com.yammer.metrics.core.Timer;
import com.yammer.metrics.stats.Snapshot;
import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.Quantiles;
import java.lang.ref.WeakReference;
import java.util.function.ToLongFunction;

/** A histogram or timer. Weak, so that what the host has dropped does not stay for the agent. */
final class SampledValue<M extends Metric & Sampling & Summarizable> extends WeakReference<M> implements Distribution {
    private static final long GONE = -1;

    private final ToLongFunction<M> count;

    private SampledValue(M metric, ToLongFunction<M> count) {
        super(metric);
        this.count = count;
    }

    static SampledValue<Histogram> of(Histogram histogram) {
        return new SampledValue<>(histogram, Histogram::count);
    }

    static SampledValue<Timer> of(Timer timer) {
        return new SampledValue<>(timer, Timer::count);
    }

    @Override
    public long count() {
        M metric = get();
        return metric == null ? GONE : count.applyAsLong(metric);
    }

    @Override
    public double sum() {
        M metric = get();
        return metric == null ? 0 : metric.sum();
    }

    @Override
    public void quantiles(double[] target) {
        M metric = get();
        if (metric != null) {
            Snapshot snapshot = metric.getSnapshot();
            for (int i = 0; i < target.length; i++) {
                target[i] = snapshot.getValue(Quantiles.ALL.get(i));
            }
        }
    }
}
