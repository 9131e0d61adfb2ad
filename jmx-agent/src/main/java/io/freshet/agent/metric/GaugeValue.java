package io.freshet.agent.metric;

import org.jspecify.annotations.Nullable;

/** What gauges return: anything. Numbers and booleans are numbers, strings and enums texts, the rest is not exposed. */
public final class GaugeValue {
    private GaugeValue() {}

    public static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    public static boolean isText(@Nullable Object value) {
        return value instanceof CharSequence || value instanceof Enum;
    }

    /** A truth is 1 or 0; what is no number is absent. */
    public static double number(@Nullable Object value) {
        if (value instanceof Number) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Boolean) {
            return (Boolean) value ? 1 : 0;
        }
        return Absent.VALUE;
    }

    public static @Nullable String text(@Nullable Object value) {
        return value != null && isText(value) ? value.toString() : null;
    }
}
