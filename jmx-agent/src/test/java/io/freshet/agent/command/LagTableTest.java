package io.freshet.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagTableTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "0.04, 0.0s",
        "3.24, 3.2s",
        "41.4, 41s",
        "61, 1m 1s",
        "3599.6, 1h 0m",
        "4330, 1h 12m",
        "200000, 2d 7h",
        "NaN, -",
        "Infinity, -"
    })
    void time_seconds_areSaidAsPeopleSayThem(double seconds, String text) {
        assertThat(LagTable.time(seconds)).isEqualTo(text);
    }
}
