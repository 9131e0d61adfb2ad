package io.freshet.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.metric.Absent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleRatioTest {
    private long now = 1_000;
    private double idle = 5e9;
    private final IdleRatio ratio = new IdleRatio(() -> idle, Double.NaN, () -> now);

    @Test
    void read_firstLookAtACountThatBeganBefore_isTheShareSinceThen() {
        pass(Duration.ofSeconds(4), 0.5);
        IdleRatio late = new IdleRatio(() -> idle, 10e9, () -> now);

        assertThat(late.getAsDouble()).isEqualTo(0.7);
        pass(Duration.ofSeconds(5), 0.2);
        assertThat(late.getAsDouble()).isEqualTo(0.2);
    }

    @Test
    void read_beforeTheFirstWindow_isAbsent() {
        pass(Duration.ofSeconds(4), 1.0);

        assertThat(Absent.is(ratio.getAsDouble())).isTrue();
    }

    @Test
    void read_afterAWindow_isTheShareOfThatWindowOnly() {
        pass(Duration.ofSeconds(10), 1.0);
        assertThat(ratio.getAsDouble()).isEqualTo(1.0);

        pass(Duration.ofSeconds(10), 0.25);

        assertThat(ratio.getAsDouble()).isEqualTo(0.25);
    }

    @Test
    void read_bySeveralScrapersInAWindow_isTheSameForAll() {
        pass(Duration.ofSeconds(10), 0.5);
        assertThat(ratio.getAsDouble()).isEqualTo(0.5);

        pass(Duration.ofSeconds(1), 0.0);

        assertThat(ratio.getAsDouble()).isEqualTo(0.5);
        pass(Duration.ofSeconds(4), 0.0);
        assertThat(ratio.getAsDouble()).isEqualTo(0.0);
    }

    @Test
    void read_waitThatEndsJustNow_staysWithinOne() {
        pass(Duration.ofSeconds(5), 1.02);

        assertThat(ratio.getAsDouble()).isEqualTo(1.0);
    }

    @Test
    void read_metricGone_isAbsent() {
        idle = Absent.VALUE;

        assertThat(Absent.is(ratio.getAsDouble())).isTrue();
    }

    private void pass(Duration time, double share) {
        now += time.toNanos();
        idle += time.toNanos() * share;
    }
}
