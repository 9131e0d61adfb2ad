package io.freshet.comparisons.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedRatioTest {
    @Test
    void of_equalRatios_areTheirOwnInterval() {
        PairedRatio ratio = PairedRatio.of(List.of(90.0, 180.0, 45.0), List.of(100.0, 200.0, 50.0));

        assertThat(ratio.mean()).isCloseTo(0.9, within(1e-9));
        assertThat(ratio.low()).isCloseTo(0.9, within(1e-9));
        assertThat(ratio.high()).isCloseTo(0.9, within(1e-9));
    }

    /** By hand: the logarithms are 0, 0.1 and 0.2, with a standard error of 0.1 / sqrt(3). */
    @Test
    void of_ratiosThatDiffer_isStudentsInterval() {
        PairedRatio ratio = PairedRatio.of(List.of(1.0, Math.exp(0.1), Math.exp(0.2)), List.of(1.0, 1.0, 1.0));

        double margin = 4.303 * 0.1 / Math.sqrt(3);
        assertThat(ratio.mean()).isCloseTo(Math.exp(0.1), within(1e-9));
        assertThat(ratio.low()).isCloseTo(Math.exp(0.1 - margin), within(1e-9));
        assertThat(ratio.high()).isCloseTo(Math.exp(0.1 + margin), within(1e-9));
    }

    @Test
    void of_onePair_isNoInterval() {
        PairedRatio ratio = PairedRatio.of(List.of(2.0), List.of(1.0));

        assertThat(ratio.low()).isZero();
        assertThat(ratio.high()).isInfinite();
    }
}
