package io.freshet.agent.expose.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0             | partitions              | 0 partitions",
                "1             | partitions              | 1 partition",
                "1234567       | records                 | 1,234,567 records",
                "2.5           | records                 | 2.5 records",
                "0.98765       | share of time, 0 to 1   | 98.8 %",
                "1             | share of time, 0 to 1   | 100 %",
                "999           | bytes                   | 999 bytes",
                "1             | bytes                   | 1 byte",
                "1536000       | bytes                   | 1.54 MB",
                "2500          | bytes per second        | 2.5 kB per second",
                "0.00012       | seconds                 | 120 µs",
                "12.34         | milliseconds            | 12.3 ms",
                "1500000       | nanoseconds             | 1.5 ms",
                "90            | seconds                 | 90 s",
                "5400          | seconds                 | 90 min",
                "864000        | seconds                 | 10 days",
                "1795415331494 | milliseconds since 1970 | 2026-11-23 06:28:51 UTC",
                "NaN           | records                 | –",
                "Infinity      | records                 | ∞ records",
            })
    void of_valueAndUnit_isAsPeopleSayIt(double value, String unit, String expected) {
        assertThat(Amount.of(value, unit)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.25     | seconds | 25 % of the time",
                "2500000  | bytes   | 2.5 MB per second",
                "0.5      | records | 0.5 records per second",
                "NaN      | bytes   | –"
            })
    void rate_ofACounter_isPerSecond(double perSecond, String unit, String expected) {
        assertThat(Amount.rate(perSecond, unit)).hasToString(expected);
    }
}
