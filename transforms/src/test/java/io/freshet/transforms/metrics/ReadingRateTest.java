package io.freshet.transforms.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingRateTest {

    private final AtomicLong count = new AtomicLong();
    private final ReadingRate rate = new ReadingRate(count::get, 0);

    @Test
    void at_firstReading_isSinceTheBeginning() {
        count.set(50);

        assertThat(rate.at(seconds(10))).isEqualTo(5.0);
        assertThat(rate.at(0)).isZero();
    }

    @Test
    void at_readEachSecond_isOfTheLastHalfMinute() {
        for (int second = 1; second <= 60; second++) {
            count.addAndGet(second <= 30 ? 100 : 10);
            rate.at(seconds(second));
        }

        assertThat(rate.at(seconds(60))).isEqualTo(10.0);
    }

    @Test
    void at_severalReaders_doNotShortenEachOthersWindow() {
        count.set(100);
        rate.at(seconds(10));
        rate.at(seconds(10) + 1);
        count.set(200);

        assertThat(rate.at(seconds(20))).isEqualTo(10.0);
    }

    @Test
    void at_readSeldom_isSinceTheLastReading() {
        count.set(100);
        rate.at(seconds(100));
        count.set(300);

        assertThat(rate.at(seconds(200))).isEqualTo(2.0);
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
