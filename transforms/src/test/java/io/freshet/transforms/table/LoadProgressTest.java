package io.freshet.transforms.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadProgressTest {

    private final LoadProgress progress = new LoadProgress("airports", 0);

    @Test
    void line_eachTenSeconds_tellsRowsRateAndWhatRemains() {
        assertThat(progress.line(seconds(1), 10, 1_000_000)).isNull();
        assertThat(progress.line(seconds(10), 400_000, 600_000))
                .isEqualTo(
                        "Loading the table of airports: 400000 rows by now, 40000 messages/s, 600000 messages remain,"
                                + " about 16 s");
        assertThat(progress.line(seconds(19), 500_000, 500_000)).isNull();
        assertThat(progress.line(seconds(20), 400_000, 600_000))
                .isEqualTo("Loading the table of airports: 400000 rows by now, 0 messages/s, 600000 messages remain");
    }

    @Test
    void line_loaded_isNone() {
        assertThat(progress.end(seconds(7))).isEqualTo(seconds(7));

        assertThat(progress.line(seconds(60), 400_000, 0)).isNull();
        assertThat(progress.duration(seconds(60))).isEqualTo(seconds(7));
    }

    @Test
    void duration_loadedAnew_isOfTheLastLoad() {
        progress.end(seconds(7));
        progress.begin(seconds(100));

        assertThat(progress.duration(seconds(103))).isEqualTo(seconds(3));
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
