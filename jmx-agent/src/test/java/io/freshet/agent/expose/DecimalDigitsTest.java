package io.freshet.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalDigitsTest {
    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, 0",
        "1.0, 1",
        "-1.0, -1",
        "0.1, 0.1",
        "0.2, 0.2",
        "0.3, 0.3",
        "-2.5, -2.5",
        "123.456, 123.456",
        "0.999, 0.999",
        "0.9999999999999999, 0.9999999999999999",
        "0.015625, 0.015625",
        "0.01, 0.01",
        "1.0E-5, 1.0E-5",
        "9007199254740991, 9007199254740991",
        "1.0E16, 1.0E16",
        "4503599627370495.5, 4503599627370495.5",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "9223372036854775807, 9.223372036854776E18",
    })
    void append_double_shortestText(double value, String expected) {
        assertThat(written(value)).isEqualTo(expected);
    }

    @Test
    void append_anyDouble_readsBackAsTheSame() {
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 5);

            assertThat(Double.parseDouble(written(value))).isEqualTo(value);
        }
    }

    @Test
    void append_fraction_isNoLongerThanTheJdks() {
        Random random = new Random(43);
        for (int i = 0; i < 50_000; i++) {
            // The JDK turns to exponents from 10 million on.
            double value = random.nextInt(1_000_000) + random.nextDouble();

            assertThat(written(value).length())
                    .isLessThanOrEqualTo(Double.toString(value).length());
        }
    }

    private static String written(double value) {
        TextBuffer buffer = new TextBuffer();
        buffer.append(value);
        return buffer.toString();
    }
}
