package io.freshet.agent.metric;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Readings that are absent while a condition does not hold. */
final class Conditional {
    private Conditional() {}

    static Object reading(Object reading, BooleanSupplier condition) {
        if (reading instanceof DoubleSupplier) {
            DoubleSupplier number = (DoubleSupplier) reading;
            return (DoubleSupplier) () -> condition.getAsBoolean() ? number.getAsDouble() : Absent.VALUE;
        }
        if (reading instanceof Distribution) {
            return new ConditionalDistribution((Distribution) reading, condition);
        }
        Supplier<?> text = (Supplier<?>) reading;
        return (Supplier<@Nullable Object>) () -> condition.getAsBoolean() ? text.get() : null;
    }

    private static final class ConditionalDistribution implements Distribution {
        private static final long ABSENT = -1;

        private final Distribution distribution;
        private final BooleanSupplier condition;

        ConditionalDistribution(Distribution distribution, BooleanSupplier condition) {
            this.distribution = distribution;
            this.condition = condition;
        }

        @Override
        public long count() {
            return condition.getAsBoolean() ? distribution.count() : ABSENT;
        }

        @Override
        public double sum() {
            return distribution.sum();
        }

        @Override
        public void quantiles(double[] target) {
            distribution.quantiles(target);
        }
    }
}
