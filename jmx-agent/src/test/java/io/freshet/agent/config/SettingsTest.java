package io.freshet.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Path PAGE = Path.of("SETTINGS.md");

    @Test
    void page_isUpToDate() throws IOException {
        String page = SettingsPage.markdown();
        if (Boolean.getBoolean("freshet.write.pages")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("SETTINGS.md; write it anew with -Dfreshet.write.pages=true")
                .isEqualTo(page);
    }

    @Test
    void table_hasEachSetting() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>();
        for (Field field : Settings.class.getDeclaredFields()) {
            if (field.getType() == Setting.class) {
                declared.add(field.get(null));
            }
        }

        assertThat(declared).containsExactlyInAnyOrderElementsOf(Settings.ALL);
    }

    @Test
    void table_keysAndVariables_areDistinct() {
        assertThat(Settings.ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    @Test
    void table_eachSetting_isExplainedAndItsDefaultKeepsTheRule() {
        Values values = new Values(new Problems());

        assertThat(Settings.ALL).allSatisfy(setting -> {
            assertThat(setting.meaning()).endsWith(".").hasSizeGreaterThan(15);
            assertThat(values.find(setting).isPresent())
                    .isEqualTo(!setting.defaultText().isEmpty());
        });
    }
}
