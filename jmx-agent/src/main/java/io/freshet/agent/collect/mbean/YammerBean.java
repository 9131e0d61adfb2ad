package io.freshet.agent.collect.mbean;

import io.freshet.agent.metric.Distribution;
import io.freshet.agent.metric.MetricSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A metric of Yammer's, as its own reporter shows it in JMX. */
final class YammerBean {
    private static final String CLASSES = "com.yammer.metrics.reporting.JmxReporter$";
    private static final String COUNT = "Count";
    private static final String VALUE = "Value";

    private YammerBean() {}

    static boolean is(String className) {
        return className.startsWith(CLASSES);
    }

    /** None when its value is neither a number nor a text. */
    static List<MetricSource> sources(Bean bean, String className) {
        MetricSource.Named named = BeanName.parse(bean.name().toString());
        MetricSource source = source(bean, className.substring(CLASSES.length()), named);
        return source == null ? List.of() : List.of(source);
    }

    private static @Nullable MetricSource source(Bean bean, String kind, MetricSource.Named named) {
        switch (kind) {
            case "Gauge":
                return bean.untyped(named, VALUE);
            case "Counter":
                return named.gauge(bean.number(COUNT));
            case "Meter":
                return TimeUnit.NANOSECONDS.equals(bean.value("RateUnit"))
                        ? named.nanosecondMeter(bean.number(COUNT), rate -> bean.number(attribute(rate)))
                        : named.meter(bean.number(COUNT));
            case "Histogram":
            case "Timer":
                return named.distribution(new Sampled(bean));
            default:
                return null;
        }
    }

    private static String attribute(MetricSource.Rate rate) {
        switch (rate) {
            case ONE_MINUTE:
                return "OneMinuteRate";
            case FIVE_MINUTE:
                return "FiveMinuteRate";
            case FIFTEEN_MINUTE:
                return "FifteenMinuteRate";
            default:
                return "MeanRate";
        }
    }

    /** JMX has the mean where the registry has the sum. */
    private static final class Sampled implements Distribution {
        private static final String[] TOTALS = {COUNT, "Mean"};

        /** In the order of {@link io.freshet.agent.metric.Quantiles#ALL}. */
        private static final String[] PERCENTILES = {
            "50thPercentile", "75thPercentile", "95thPercentile", "98thPercentile", "99thPercentile", "999thPercentile"
        };

        private final Bean bean;

        Sampled(Bean bean) {
            this.bean = bean;
        }

        @Override
        public long count() {
            double[] count = new double[1];
            return bean.read(new String[] {COUNT}, count) ? (long) count[0] : -1;
        }

        @Override
        public double sum() {
            double[] totals = new double[TOTALS.length];
            return bean.read(TOTALS, totals) ? totals[0] * totals[1] : 0;
        }

        @Override
        public void quantiles(double[] target) {
            bean.read(PERCENTILES, target);
        }
    }
}
