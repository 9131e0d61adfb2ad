package io.freshet.agent.collect.kafka;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.MetricSource;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What gauges return: anything. Numbers and booleans are numbers, strings and enums texts, the rest is not exposed. */
final class GaugeValue {
    private GaugeValue() {}

    /** Chooses the kind by a first value; a gauge that has none yet is taken for a number, as nearly all are. */
    static @Nullable MetricSource describe(
            MetricSource.Named source,
            Supplier<@Nullable Object> value,
            DoubleSupplier number,
            Supplier<@Nullable String> text) {
        Object first = firstOf(value);
        if (first == null || isNumber(first)) {
            return source.gauge(number);
        }
        return isText(first) ? source.text(text) : null;
    }

    private static @Nullable Object firstOf(Supplier<@Nullable Object> value) {
        try {
            return value.get();
        } catch (Exception e) {
            // Not ready while its owner is being built; later failures are counted by those who read.
            return null;
        }
    }

    static double number(@Nullable Object value) {
        if (value instanceof Number) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Boolean) {
            return (Boolean) value ? 1 : 0;
        }
        return Absent.VALUE;
    }

    static @Nullable String text(@Nullable Object value) {
        return value != null && isText(value) ? value.toString() : null;
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static boolean isText(Object value) {
        return value instanceof CharSequence || value instanceof Enum;
    }
}
