package io.freshet.agent.collect.lag;

import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One metric of each of several things of a kind. */
final class Column<T> {
    private final String domain;
    private final String type;
    private final String attribute;
    private final @Nullable ToDoubleFunction<T> number;
    private final @Nullable Function<T, @Nullable String> text;

    private Column(
            String domain,
            String type,
            String attribute,
            @Nullable ToDoubleFunction<T> number,
            @Nullable Function<T, @Nullable String> text) {
        this.domain = domain;
        this.type = type;
        this.attribute = attribute;
        this.number = number;
        this.text = text;
    }

    /** NaN says that there is nothing to show. */
    static <T> Column<T> number(String domain, String type, String attribute, ToDoubleFunction<T> number) {
        return new Column<>(domain, type, attribute, number, null);
    }

    static <T> Column<T> text(String domain, String type, String attribute, Function<T, @Nullable String> text) {
        return new Column<>(domain, type, attribute, null, text);
    }

    String name() {
        return type + "-" + attribute;
    }

    MetricSource source(List<Label> labels, Supplier<T> current) {
        MetricSource.Named named = MetricSource.group(domain, type, attribute, labels, "");
        if (number != null) {
            ToDoubleFunction<T> reading = number;
            return named.gauge(() -> shown(reading.applyAsDouble(current.get())));
        }
        Function<T, @Nullable String> reading = text == null ? thing -> null : text;
        return named.text(() -> reading.apply(current.get()));
    }

    private static double shown(double value) {
        return Double.isNaN(value) ? Absent.VALUE : value;
    }
}
