package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostActivityTest {
    private final HostActivity activity = new HostActivity();

    @Test
    void pauses_hostLoadsClasses_notBeforeItHasStarted() {
        for (int second = 1; second <= 8; second++) {
            assertThat(activity.pauses(0, second * 500L)).isFalse();
        }

        assertThat(activity.pauses(0, 4_000)).isFalse();
        assertThat(activity.pauses(0, 4_010)).isFalse();
        assertThat(activity.pauses(0, 4_015)).isTrue();
        assertThat(activity.pauses(0, 4_016)).isTrue();
    }

    @Test
    void pauses_hostRegistersMetrics_whenThatIsDone() {
        waitForPause();

        assertThat(activity.pauses(700, 0)).isFalse();
        assertThat(activity.pauses(900, 0)).isFalse();
        assertThat(activity.pauses(900, 0)).isFalse();
        assertThat(activity.pauses(900, 0)).isFalse();
        assertThat(activity.pauses(900, 0)).isTrue();
        assertThat(activity.pauses(0, 0)).isTrue();
    }

    @Test
    void pauses_hostNeverQuiet_onceInAWhile() {
        int pauses = 0;
        for (int second = 1; second <= 90; second++) {
            pauses += activity.pauses(second, second * 500L) ? 1 : 0;
        }

        assertThat(pauses).isEqualTo(3);
    }

    @Test
    void pauses_tooManyNotesWait_atOnce() {
        assertThat(activity.pauses(200_000, 5_000)).isTrue();
    }

    private void waitForPause() {
        for (int second = 1; second <= 3; second++) {
            activity.pauses(0, 0);
        }
    }
}
