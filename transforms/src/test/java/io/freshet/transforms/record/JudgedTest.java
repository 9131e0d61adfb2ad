package io.freshet.transforms.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgedTest {

    @Test
    void at_offsetsNeverSeen_areUnknown() {
        Judged judged = new Judged(8);
        assertThat(judged.at(0)).isEqualTo(Judged.UNKNOWN);

        judged.letThrough(10);

        assertThat(judged.at(9)).isEqualTo(Judged.UNKNOWN);
        assertThat(judged.at(11)).isEqualTo(Judged.UNKNOWN);
        assertThat(judged.isBehind(10)).isTrue();
        assertThat(judged.isBehind(11)).isFalse();
    }

    @Test
    void at_anyOffsetThatWasJudged_isWhatWasFound() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Judged judged = new Judged(1_000);
            Map<Long, Long> reference = new HashMap<>();
            long offset = random.nextInt(10);
            double share = random.nextDouble();
            for (int i = 0; i < 500; i++, offset += 1 + random.nextInt(3)) {
                if (random.nextDouble() < share) {
                    long number = random.nextInt(3);
                    judged.caught(offset, number);
                    reference.put(offset, number);
                } else {
                    judged.letThrough(offset);
                    reference.put(offset, Judged.LET_THROUGH);
                }
            }
            reference.forEach((at, found) -> assertThat(judged.at(at)).isEqualTo(found));
        }
    }

    @Test
    void at_moreRunsThanFit_forgetsTheOldestAndAllBefore() {
        Judged judged = new Judged(20);
        for (long offset = 0; offset < 100; offset += 2) {
            judged.letThrough(offset);
            judged.caught(offset + 1, 5);
        }

        for (long offset = 0; offset < 60; offset++) {
            assertThat(judged.at(offset)).isEqualTo(Judged.UNKNOWN);
        }
        for (long offset = 60; offset < 100; offset += 2) {
            assertThat(judged.at(offset)).isEqualTo(Judged.LET_THROUGH);
            assertThat(judged.at(offset + 1)).isEqualTo(5);
        }
    }

    @Test
    void caught_offsetAgain_changesNothing() {
        Judged judged = new Judged(8);
        judged.letThrough(1);
        judged.caught(2, 9);

        judged.caught(1, 9);
        judged.letThrough(2);

        assertThat(judged.at(1)).isEqualTo(Judged.LET_THROUGH);
        assertThat(judged.at(2)).isEqualTo(9);
    }
}
