package io.freshet.transforms.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @CsvSource({"250, 250", "250ms, 250", "90s, 90000", "4m, 240000", "1h, 3600000", "7 d, 604800000", "1M, 60000"})
    void parse_duration_hasItsUnit(String text, long millis) {
        assertThat(DurationSetting.parse("wait", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1s", "1.5s", "3 weeks", "999999999999999d"})
    void parse_noDuration_saysSo(String text) {
        assertThatThrownBy(() -> DurationSetting.parse("wait", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Invalid value " + text + " for configuration wait: Expecting a ");
    }

    @Test
    void ensureValid_tooShort_saysTheLeast() {
        assertThatThrownBy(() -> DurationSetting.atLeast(Duration.ofSeconds(1)).ensureValid("wait", "5ms"))
                .hasMessage("Invalid value 5ms for configuration wait: Expecting a duration of at least 1000ms");
    }

    @Test
    void check_misspeltKey_namesTheClosest() {
        KnownKeys known = new KnownKeys(Set.of("on.miss", "into", "key"), List.of("table.consumer."));

        known.check(List.of("into", "table.consumer.anything"));
        assertThatThrownBy(() -> known.check(List.of("on.mis")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Unknown setting 'on.mis': did you mean 'on.miss'?");
    }
}
