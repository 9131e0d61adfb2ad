package io.freshet.comparisons.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    /** Of ten, the second from either end: that fewer than two of ten coins show heads has a chance of 11 in 1,024. */
    @Test
    void of_tenPairs_isBoundedByTheSecondFromEitherEnd() {
        PairedDifference difference = PairedDifference.of(numbers(101, 110), Collections.nCopies(10, 100.0));

        assertThat(difference).isEqualTo(new PairedDifference(5.5, 2, 9));
    }

    /** Known from tables of the sign test: the tenth of thirty. */
    @Test
    void of_thirtyPairs_isBoundedByTheTenthFromEitherEnd() {
        PairedDifference difference = PairedDifference.of(numbers(1, 30), Collections.nCopies(30, 0.0));

        assertThat(difference).isEqualTo(new PairedDifference(15.5, 10, 21));
    }

    @Test
    void of_oneThatIsFarOff_isHardlyMoved() {
        List<Double> far = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1e9);

        assertThat(PairedDifference.of(far, Collections.nCopies(10, 0.0))).isEqualTo(new PairedDifference(5.5, 2, 9));
    }

    @Test
    void of_fivePairs_isNoInterval() {
        PairedDifference difference = PairedDifference.of(numbers(1, 5), Collections.nCopies(5, 0.0));

        assertThat(difference).isEqualTo(new PairedDifference(3, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    @Test
    void of_unpaired_isRefused() {
        assertThatThrownBy(() -> PairedDifference.of(List.of(1.0), List.of()))
                .hasMessage("Expecting pairs. Found: 1 and 0");
    }

    private static List<Double> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> (double) number)
                .toList();
    }
}
