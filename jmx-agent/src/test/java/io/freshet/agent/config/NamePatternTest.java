package io.freshet.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "*, orders",
        "*, ''",
        "orders*, orders",
        "orders*, orders.eu",
        "*.eu, orders.eu",
        "o*s.*, orders.eu",
        "*ab*ab, abaab",
        "order?, orders",
        "a.c, a.c",
        "a\\*c, a*c",
        "a\\?c, a?c",
        "a\\\\c, a\\c",
        "'', ''",
    })
    void matches_fittingName_isTrue(String pattern, String name) {
        assertThat(NamePattern.of(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "orders, order",
        "orders, orders2",
        "orders, Orders",
        "order?, order",
        "*.eu, orders.eu.old",
        "a.c, abc",
        "a\\*c, abc",
        "*ab*ab, abab2",
        "'', a",
    })
    void matches_otherName_isFalse(String pattern, String name) {
        assertThat(NamePattern.of(pattern).matches(name)).isFalse();
    }

    @Test
    @Timeout(5)
    void matches_manyStars_doesNotTryEveryWay() {
        assertThat(NamePattern.of("*a".repeat(50) + "b").matches("a".repeat(10_000)))
                .isFalse();
    }
}
