package io.freshet.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatestQuantilesTest {
    private final Reservoir reservoir = new Reservoir();
    private final LatestQuantiles quantiles = new LatestQuantiles(reservoir);

    @Test
    void at_nothingObserved_takesNoSnapshot() {
        assertThat(read()).isEqualTo(Quantiles.newValues());
        assertThat(reservoir.snapshots).isZero();
    }

    @Test
    void at_nothingObservedSince_keepsTheSnapshot() {
        reservoir.observe(5);

        assertThat(read()).containsOnly(5);
        assertThat(read()).containsOnly(5);
        assertThat(reservoir.snapshots).isEqualTo(1);

        reservoir.observe(7);
        assertThat(read()).containsOnly(7);
        assertThat(reservoir.snapshots).isEqualTo(2);
    }

    @Test
    void at_readInTheMiddleOfAnObservation_isReadAnewAfterIt() {
        reservoir.observe(5);
        reservoir.count++;
        assertThat(read()).containsOnly(5);

        reservoir.latest = 7;
        reservoir.sum += 7;
        assertThat(read()).containsOnly(7);
    }

    private double[] read() {
        return quantiles.at(reservoir.count(), reservoir.sum());
    }

    private static final class Reservoir implements Distribution {
        private long count;
        private double latest;
        private double sum;
        private int snapshots;

        void observe(double value) {
            count++;
            latest = value;
            sum += value;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public double sum() {
            return sum;
        }

        @Override
        public void quantiles(double[] target) {
            snapshots++;
            Arrays.fill(target, latest);
        }
    }
}
