package io.freshet.agent.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.lag.OffsetHistory.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetHistoryTest {
    private static final long INTERVAL = 15_000;
    private static final long START = 1_700_000_000_000L;
    private static final int MOST = 96;

    private final OffsetHistory history = new OffsetHistory(MOST, 2 * INTERVAL);

    /** Every record's time is known, and compared with. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("traffics")
    void timeOf_eachRecord_isNoFartherOffThanItSays(String name, Traffic traffic) {
        List<Long> records = new ArrayList<>();
        long now = START;
        for (int look = 0; look < 4_000; look++) {
            history.sample(records.size(), now);
            traffic.produce(look, now, records);
            now += INTERVAL;
        }
        history.sample(records.size(), now);

        assertThat(history.size()).isLessThanOrEqualTo(MOST);
        for (int offset = 0; offset < records.size(); offset += 7) {
            Estimate estimate = history.timeOf(offset);
            assertThat(estimate).isNotNull();
            assertThat(Math.abs(estimate.timeMillis() - records.get(offset)))
                    .as("offset %s of %s", offset, name)
                    .isLessThanOrEqualTo(estimate.errorMillis() + 1);
        }
    }

    /** Far enough from the start, what is said to be exact is most of it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("traffics")
    void timeOf_recordsOfTheLastHour_areExact(String name, Traffic traffic) {
        List<Long> records = new ArrayList<>();
        long now = START;
        for (int look = 0; look < 2_000; look++) {
            history.sample(records.size(), now);
            traffic.produce(look, now, records);
            now += INTERVAL;
        }
        history.sample(records.size(), now);

        List<Long> errors = new ArrayList<>();
        for (int offset = 0; offset < records.size(); offset++) {
            if (now - records.get(offset) < 3_600_000) {
                Estimate estimate = history.timeOf(offset);
                assertThat(estimate).isNotNull();
                errors.add(Math.abs(estimate.timeMillis() - records.get(offset)));
            }
        }
        errors.sort(null);
        if (!errors.isEmpty()) {
            assertThat(errors.get(errors.size() / 2)).as(name).isLessThanOrEqualTo(INTERVAL);
        }
    }

    static Stream<Object[]> traffics() {
        Random random = new Random(7);
        return Stream.of(
                new Object[] {"steady", traffic(look -> 20)},
                new Object[] {"one now and then", traffic(look -> look % 97 == 0 ? 1 : 0)},
                new Object[] {"bursts", traffic(look -> look % 40 < 3 ? 400 : 0)},
                new Object[] {"growing", traffic(look -> look / 100)},
                new Object[] {"random", traffic(look -> random.nextInt(50))},
                new Object[] {"wild", traffic(look -> random.nextInt(10) == 0 ? random.nextInt(1_000) : 0)});
    }

    private static Traffic traffic(Rate rate) {
        Random random = new Random(11);
        return (look, now, records) -> {
            int count = rate.at(look);
            long[] times =
                    random.longs(count, now + 1, now + INTERVAL + 1).sorted().toArray();
            for (long time : times) {
                records.add(time);
            }
        };
    }

    @Test
    void timeOf_betweenTwoPoints_isInterpolated() {
        history.sample(0, START);
        history.sample(100, START + 10_000);

        assertThat(timeOf(49)).isEqualTo(START + 4_950);
    }

    @Test
    void timeOf_beforeTheFirstAndAfterTheLast_isNotSaid() {
        history.sample(50, START);
        history.sample(100, START + 10_000);

        assertThat(history.timeOf(49)).isNull();
        assertThat(history.timeOf(100)).isNull();
    }

    @Test
    void timeOf_afterAnIdleNight_isWhenItEnded() {
        history.sample(100, START);
        for (int look = 1; look < 3_000; look++) {
            history.sample(100, START + look * INTERVAL);
        }
        long end = START + 2_999 * INTERVAL;
        history.sample(101, end + INTERVAL);

        assertThat(timeOf(100)).isEqualTo(end + INTERVAL / 2);
        assertThat(history.size()).isEqualTo(3);
    }

    @Test
    void sample_logCutOff_forgetsWhatIsNoMore() {
        OffsetHistory cut = new OffsetHistory(MOST, 0);
        cut.sample(0, START);
        cut.sample(100, START + 10_000);
        cut.sample(60, START + 20_000);
        cut.sample(80, START + 30_000);

        assertThat(timeOf(cut, 70)).isEqualTo(START + 25_250);
    }

    @Test
    void sample_steadyTraffic_needsFewPoints() {
        for (int look = 0; look < 10_000; look++) {
            history.sample(look * 1_000L, START + look * INTERVAL);
        }

        assertThat(history.size()).isLessThan(5);
        assertThat(timeOf(5_000_000)).isBetween(START + 5_000 * INTERVAL - 10, START + 5_000 * INTERVAL + 10);
    }

    @Test
    void forgetBefore_leavesWhatIsNeeded() {
        for (int look = 0; look < 50; look++) {
            history.sample((long) look * look * 100, START + look * INTERVAL);
        }
        long before = timeOf(160_050);
        history.forgetBefore(160_000);

        assertThat(timeOf(160_050)).isEqualTo(before);
        assertThat(history.timeOf(10_000)).isNull();
    }

    @Test
    void learn_earlierTimes_areLikeLooksOfThen() {
        history.sample(1_000, START);
        history.sample(1_100, START + INTERVAL);
        history.learn(START - 100_000, 500, START - 90_000);

        assertThat(timeOf(500)).isEqualTo(START - 90_000 + 90);
        assertThat(timeOf(750)).isEqualTo(START - 90_000 + 45_090);
        assertThat(history.timeOf(499)).isNull();
    }

    @Test
    void learn_recordNewerThanItsLookByTheClockOfItsProducer_isKeptInOrder() {
        history.sample(1_000, START);
        history.sample(1_100, START + INTERVAL);
        history.learn(START - 100_000, 500, START + 500_000);

        assertThat(timeOf(500)).isBetween(START - 100_000, START);
    }

    private long timeOf(long offset) {
        return timeOf(history, offset);
    }

    private static long timeOf(OffsetHistory history, long offset) {
        Estimate estimate = history.timeOf(offset);
        if (estimate == null) {
            throw new AssertionError("not known: " + offset);
        }
        return estimate.timeMillis();
    }

    private interface Traffic {
        void produce(int look, long now, List<Long> records);
    }

    private interface Rate {
        int at(int look);
    }
}
