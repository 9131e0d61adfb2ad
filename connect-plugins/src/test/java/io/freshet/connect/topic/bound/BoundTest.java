package io.freshet.connect.topic.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {

    @Test
    void parse_eachForm_isRead() {
        assertThat(Bound.parse("start", "earliest")).isEqualTo(new Bound.Earliest());
        assertThat(Bound.parse("start", "latest")).isEqualTo(new Bound.Latest());
        assertThat(Bound.parse("start", "2026-11-01T08:00:00+01:00"))
                .isEqualTo(new Bound.Time(Instant.parse("2026-11-01T07:00:00Z")));
        assertThat(Bound.parse("start", "flights:1:95, 2026-11-01:0:120"))
                .isEqualTo(new Bound.Offsets(
                        Map.of(new TopicPartition("flights", 1), 95L, new TopicPartition("2026-11-01", 0), 120L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-11-01",
                "2026-11-01T00:00:00",
                "2026-13-01T00:00:00Z",
                "1700000000000",
                "flights:0",
                "flights:0:-1",
                "flights:x:1",
                ":0:1",
                "flights:0:1,",
                "flights:0:1,flights:0:2",
                "a:0:1:2"
            })
    void parse_somethingElse_isRefusedWithTheSetting(String text) {
        assertThatThrownBy(() -> Bound.parse("end", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Invalid value " + text + " for configuration end: Expecting ");
    }
}
