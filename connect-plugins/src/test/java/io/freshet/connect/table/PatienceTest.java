package io.freshet.connect.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {

    @Test
    void afterFailure_againAndAgain_pausesGrowUntilTheLimit() {
        AtomicLong now = new AtomicLong();
        Patience patience = new Patience(Duration.ofMinutes(1), now::get);

        assertThat(patience.afterFailure()).isEqualTo(100);
        assertThat(patience.afterFailure()).isEqualTo(200);
        for (int i = 0; i < 10; i++) {
            patience.afterFailure();
        }
        assertThat(patience.afterFailure()).isEqualTo(5_000);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(patience.afterFailure()).isEqualTo(-1);
    }

    @Test
    void afterSuccess_theNextFailure_startsAnew() {
        AtomicLong now = new AtomicLong();
        Patience patience = new Patience(Duration.ofMinutes(1), now::get);
        patience.afterFailure();
        now.addAndGet(TimeUnit.MINUTES.toNanos(2));

        patience.afterSuccess();

        assertThat(patience.afterFailure()).isEqualTo(100);
        assertThat(patience.isTrying()).isTrue();
    }
}
