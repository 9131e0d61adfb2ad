package io.freshet.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.metric.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    @ParameterizedTest
    @CsvSource({
        "== 0, 0, OK",
        "== 0, 1, BAD",
        ">= 0.3, 0.3, OK",
        ">= 0.3 after 60 s, 0.2, BAD",
        ">= 0.3, 0.2, BAD",
        "<= 1, 1, OK",
        "<= 1, 2, BAD",
        "< 1, 1, BAD",
        "> 1, 2, OK",
        "== 0, NaN, UNKNOWN",
        "rate == 0, 0, UNKNOWN",
        "'', 0, UNKNOWN",
    })
    void ofValue_isJudgedByItsBound(String condition, double value, Health expected) {
        assertThat(Condition.parse(condition).ofValue(value)).isEqualTo(expected);
    }

    @Test
    void ofRate_judgesConditionsOfRatesOnly() {
        assertThat(Condition.parse("rate == 0").ofRate(0)).isEqualTo(Health.OK);
        assertThat(Condition.parse("rate == 0").ofRate(0.5)).isEqualTo(Health.BAD);
        assertThat(Condition.parse("== 0").ofRate(0.5)).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void settlingSeconds_areThoseAfterTheBound() {
        assertThat(Condition.parse("rate >= 0.3 after 60 s").settlingSeconds()).isEqualTo(60);
        assertThat(Condition.parse("rate >= 0.3").settlingSeconds()).isZero();
    }

    @Test
    void ofText_isOneOfThese() {
        assertThat(Condition.parse("in running, paused").ofText("paused")).isEqualTo(Health.OK);
        assertThat(Condition.parse("in running, paused").ofText("failed")).isEqualTo(Health.BAD);
        assertThat(Condition.parse("").ofText("failed")).isEqualTo(Health.UNKNOWN);
    }
}
