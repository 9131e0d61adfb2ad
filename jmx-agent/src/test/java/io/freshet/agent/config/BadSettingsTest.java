package io.freshet.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that may be wrong with settings, and what the agent says to it, word for word: bad-settings.txt. */
class BadSettingsTest {
    private static final Path TABLE = Path.of("src/test/resources/bad-settings.txt");

    /** Stands for what differs from one release of the JDK to the next. */
    private static final String WORDS_OF_THE_JDK = "{jdk}";

    private static @Nullable Path folder;

    @BeforeAll
    static void prepare(@TempDir Path temporary) throws Exception {
        folder = temporary;
        BadFiles.writeTo(temporary);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void read_badSettings_saysWhatIsWrong(Case bad) throws IOException {
        String file = folder + "/agent.yaml";
        Files.writeString(Path.of(file), placed(String.join("\n", bad.file), file));
        Map<String, String> environment = new LinkedHashMap<>();
        bad.environment.forEach(variable -> {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), placed(variable.substring(equals + 1), file));
        });
        String options = placed(bad.options.isEmpty() && !bad.file.isEmpty() ? "config={file}" : bad.options, file);

        InvalidConfigException problems =
                catchThrowableOfType(InvalidConfigException.class, () -> AgentConfig.read(options, environment));

        assertThat(problems).as("refused").isNotNull();
        String expected = placed(String.join("\n", bad.says), file);
        if (expected.contains(WORDS_OF_THE_JDK)) {
            assertThat(problems.getMessage())
                    .matches(Pattern.quote(expected).replace(WORDS_OF_THE_JDK, "\\E[^\n]+\\Q"));
        } else {
            assertThat(problems).hasMessage(expected);
        }
        assertThat(problems.getMessage()).doesNotContain("geheim", "wrong-and-hidden", "secret-perhaps", "changeit");
    }

    @Test
    void table_hasTwoHundredKinds() throws IOException {
        assertThat(cases().map(Case::toString).distinct()).hasSizeGreaterThanOrEqualTo(200);
    }

    private static String placed(String text, String file) {
        return text.replace("{file}", file).replace("{dir}", String.valueOf(folder));
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        Case current = new Case("");
        for (String line : Files.readAllLines(TABLE)) {
            int colon = line.indexOf(": ");
            String field = colon < 0 ? "" : line.substring(0, colon);
            String text = colon < 0 ? "" : line.substring(colon + 2);
            switch (field) {
                case "case" -> {
                    current = new Case(text);
                    cases.add(current);
                }
                case "file" -> current.file.add(text);
                case "options" -> current.options = text;
                case "env" -> current.environment.add(text);
                case "says" -> current.says.add(text);
                default -> assertThat(line).isBlank();
            }
        }
        return cases.stream();
    }

    /** One thing that is wrong. */
    static final class Case {
        private final String title;
        private final List<String> file = new ArrayList<>();
        private final List<String> environment = new ArrayList<>();
        private final List<String> says = new ArrayList<>();
        private String options = "";

        private Case(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }
}
