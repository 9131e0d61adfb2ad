package io.freshet.agent.lag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagRuleTest {
    private static final PartitionEnds ENDS = new PartitionEnds(100, 200, 180, 0);

    @Test
    void lag_committedInTheLog_isTheDistanceToTheHighWatermark() {
        assertThat(LagRule.lag(Commit.at(150), ENDS)).isEqualTo(50);
        assertThat(LagRule.stableLag(Commit.at(150), ENDS)).isEqualTo(30);
        assertThat(LagRule.expired(Commit.at(150), ENDS)).isZero();
    }

    @Test
    void lag_committedBelowTheLog_isWhatIsThere_andTheRestHasExpired() {
        assertThat(LagRule.lag(Commit.at(60), ENDS)).isEqualTo(100);
        assertThat(LagRule.stableLag(Commit.at(60), ENDS)).isEqualTo(80);
        assertThat(LagRule.expired(Commit.at(60), ENDS)).isEqualTo(40);
    }

    @Test
    void lag_committedBeyondTheEnd_isZero() {
        assertThat(LagRule.lag(Commit.at(230), ENDS)).isZero();
        assertThat(LagRule.stableLag(Commit.at(190), ENDS)).isZero();
    }

    @Test
    void lag_ofAShareGroup_isWhatItCountsItself() {
        assertThat(LagRule.lag(Commit.at(150).withOwnLag(7), ENDS)).isEqualTo(7);
    }
}
