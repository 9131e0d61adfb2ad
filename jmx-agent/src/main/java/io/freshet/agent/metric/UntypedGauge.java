package io.freshet.agent.metric;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A gauge of which only its value says whether it is a number or a text. */
final class UntypedGauge {
    private final MetricSource number;
    private final MetricSource text;
    private final Supplier<@Nullable Object> value;

    UntypedGauge(MetricSource number, MetricSource text, Supplier<@Nullable Object> value) {
        this.number = number;
        this.text = text;
        this.value = value;
    }

    MetricSource asNumber() {
        return number;
    }

    MetricSource asText() {
        return text;
    }

    /** As its value says now; the other one where there is none, null where it is neither. */
    @Nullable
    MetricSource byValue(MetricSource otherwise) {
        Object now = now();
        if (now == null) {
            return otherwise;
        }
        return GaugeValue.isNumber(now) ? number : GaugeValue.isText(now) ? text : null;
    }

    private @Nullable Object now() {
        try {
            return value.get();
        } catch (Exception e) {
            // Not ready while its owner is being built; later failures are counted by those who read.
            return null;
        }
    }
}
