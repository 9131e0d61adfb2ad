package io.freshet.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void parse_nothing_goesOnWithFreePorts() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(false, OptionalInt.empty()));
    }

    @Test
    void parse_allOptions_areTaken() {
        assertThat(Options.parse(List.of("--port-base", "9000", "--once")))
                .isEqualTo(new Options(true, OptionalInt.of(9000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "65531", "-9000", "nine", "99999"})
    void parse_portBaseThatIsNone_isRefused(String found) {
        assertThatThrownBy(() -> Options.parse(List.of("--port-base", found)))
                .isInstanceOf(CannotRunException.class)
                .hasMessage("--port-base: expecting a number from 1024 to 65530. Found: " + found);
    }

    @Test
    void parse_portBaseWithoutNumber_isRefused() {
        assertThatThrownBy(() -> Options.parse(List.of("--port-base")))
                .hasMessage("--port-base: expecting a number from 1024 to 65530. Found: nothing");
    }

    @Test
    void parse_unknownOption_isRefusedByName() {
        assertThatThrownBy(() -> Options.parse(List.of("--onec")))
                .isInstanceOf(CannotRunException.class)
                .hasMessage("Unknown option --onec. There are: --once, --port-base N, --help");
    }
}
