package io.freshet.connect.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.transforms.settings.SettingsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TableSinkPageTest {
    private static final Path PAGE = Path.of("docs/table-sink.md");
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void page_settingsOfTheConnector_areShownAsTheyAreDefined() throws Exception {
        String shown = Files.readString(PAGE);
        String upToDate = SettingsPage.upToDate(shown, TableSinkConfig.DEFINITION, Map.of());
        if (Boolean.getBoolean("freshet.write.pages")) {
            Files.writeString(PAGE, upToDate);
        } else {
            assertThat(shown)
                    .as("write it anew with -Dfreshet.write.pages=true")
                    .isEqualTo(upToDate);
        }
    }

    @Test
    void page_recipe_isValid() throws Exception {
        Matcher recipes = JSON.matcher(Files.readString(PAGE));
        assertThat(recipes.find()).isTrue();
        Map<String, String> settings = new ObjectMapper().readValue(recipes.group(1), new TypeReference<>() {});

        assertThat(settings).containsEntry("connector.class", TableSinkConnector.class.getName());
        assertThat(TableSinkChecks.problems(TableSinkConfig.unchecked(settings)))
                .isEmpty();
        assertThat(recipes.find()).isFalse();
    }
}
