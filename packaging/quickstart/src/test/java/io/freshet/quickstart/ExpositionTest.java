package io.freshet.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpositionTest {
    private static final Exposition EXPOSITION = Exposition.parse(
            """
            # HELP bytes_total Bytes written.\\nThe series without a topic is the sum.
            # TYPE bytes_total counter
            bytes_total 30.0
            bytes_total{topic="a"} 10.0
            bytes_total{topic="b } c"} 2e1 1700000000000
            # TYPE lag gauge
            lag{topic="a"} NaN
            # TYPE limit gauge
            limit +Inf
            """);

    @Test
    void values_label_selectsSeries() {
        assertThat(EXPOSITION.values("bytes_total", "topic=\"b } c\"")).containsExactly(20);
    }

    @Test
    void values_labelThatMustNotBeThere_selectsTheOthers() {
        assertThat(EXPOSITION.values("bytes_total", "!topic=")).containsExactly(30);
    }

    @Test
    void values_notANumber_isLeftOut() {
        assertThat(EXPOSITION.values("lag")).isEmpty();
    }

    @Test
    void values_infinity_isRead() {
        assertThat(EXPOSITION.values("limit")).containsExactly(Double.POSITIVE_INFINITY);
    }

    @Test
    void help_severalLines_becomeOne() {
        assertThat(EXPOSITION.help("bytes_total")).isEqualTo("Bytes written. The series without a topic is the sum.");
    }

    @Test
    void series_comments_areNotCounted() {
        assertThat(EXPOSITION.series()).isEqualTo(5);
    }
}
