package io.freshet.agent.collect.kafka;

import com.yammer.metrics.core.Counter;
import com.yammer.metrics.core.Gauge;
import com.yammer.metrics.core.Histogram;
import com.yammer.metrics.core.Meter;
import com.yammer.metrics.core.Metric;
import com.yammer.metrics.core.MetricName;
import com.yammer.metrics.core.MetricsRegistry;
import com.yammer.metrics.core.MetricsRegistryListener;
import com.yammer.metrics.core.Timer;
import io.freshet.agent.collect.YammerRegistryReader;
import io.freshet.agent.collect.mbean.BeanName;
import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.GaugeValue;
import io.freshet.agent.metric.MetricSource;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Reads the registry that brokers and controllers use. */
public final class YammerMetricsReader implements YammerRegistryReader {
    @Override
    public Runnable listen(Object registry, Listener listener) {
        MetricsRegistry metrics = (MetricsRegistry) registry;
        MetricsRegistryListener adapter = new ListenerAdapter(listener);
        metrics.addListener(adapter);
        WeakReference<MetricsRegistry> weak = new WeakReference<>(metrics);
        return () -> {
            MetricsRegistry still = weak.get();
            if (still != null) {
                still.removeListener(adapter);
            }
        };
    }

    @Override
    public @Nullable MetricSource source(Object name, Object metric) {
        MetricSource.Named source = BeanName.parse(((MetricName) name).getMBeanName());
        if (metric instanceof Gauge) {
            return gauge(source, (Gauge<?>) metric);
        }
        if (metric instanceof Counter) {
            // Can go down as well.
            return source.gauge(new Value<>((Counter) metric, Counter::count));
        }
        if (metric instanceof Meter) {
            return meter(source, (Meter) metric);
        }
        if (metric instanceof Histogram) {
            return source.distribution(SampledValue.of((Histogram) metric));
        }
        return metric instanceof Timer ? source.distribution(SampledValue.of((Timer) metric)) : null;
    }

    private static @Nullable MetricSource gauge(MetricSource.Named source, Gauge<?> gauge) {
        WeakReference<Gauge<?>> weak = new WeakReference<>(gauge);
        Supplier<@Nullable Object> value = () -> {
            Gauge<?> found = weak.get();
            return found == null ? null : found.value();
        };
        return source.untyped(
                value,
                new Value<>(gauge, found -> GaugeValue.number(found.value())),
                () -> GaugeValue.text(value.get()));
    }

    private static MetricSource meter(MetricSource.Named source, Meter meter) {
        Value<Meter> count = new Value<>(meter, Meter::count);
        Function<MetricSource.Rate, DoubleSupplier> rates = rate -> rateOf(rate, count);
        return meter.rateUnit() == TimeUnit.NANOSECONDS
                ? source.nanosecondMeter(count, rates)
                : source.meter(count, rates);
    }

    private static DoubleSupplier rateOf(MetricSource.Rate rate, Value<Meter> known) {
        Meter meter = known.get();
        return meter == null ? known : new Value<>(meter, reading(rate));
    }

    private static ToDoubleFunction<Meter> reading(MetricSource.Rate rate) {
        switch (rate) {
            case ONE_MINUTE:
                return Meter::oneMinuteRate;
            case FIVE_MINUTE:
                return Meter::fiveMinuteRate;
            case FIFTEEN_MINUTE:
                return Meter::fifteenMinuteRate;
            default:
                return Meter::meanRate;
        }
    }

    /** The value of one metric. Weak, so that what the host has dropped does not stay for the agent. */
    private static final class Value<M> extends WeakReference<M> implements DoubleSupplier {
        private final ToDoubleFunction<M> reading;

        Value(M metric, ToDoubleFunction<M> reading) {
            super(metric);
            this.reading = reading;
        }

        @Override
        public double getAsDouble() {
            M metric = get();
            return metric == null ? Absent.VALUE : reading.applyAsDouble(metric);
        }
    }

    private static final class ListenerAdapter implements MetricsRegistryListener {
        private final Listener listener;

        ListenerAdapter(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onMetricAdded(MetricName name, Metric metric) {
            listener.added(name, metric);
        }

        @Override
        public void onMetricRemoved(MetricName name) {
            listener.removed(name);
        }
    }
}
