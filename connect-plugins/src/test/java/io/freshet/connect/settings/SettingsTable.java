package io.freshet.connect.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Settings as a Markdown table, and the page that has to show it. */
public final class SettingsTable {
    private static final String BEGIN = "<!-- settings: generated, do not edit -->\n";
    private static final String END = "<!-- end of settings -->\n";
    private static final String WRITE = "freshet.docs.write";

    private SettingsTable() {}

    /**
     * The table of these settings.
     *
     * @param prefixes settings that are passed on: prefix -&gt; meaning
     */
    public static String of(ConfigDef definition, Map<String, String> prefixes) {
        StringJoiner rows = new StringJoiner("\n", "", "\n");
        rows.add("| Setting | Meaning | Type | Default | Importance |");
        rows.add("| --- | --- | --- | --- | --- |");
        definition.configKeys().values().stream()
                .sorted(Comparator.comparing((ConfigKey key) -> key.importance)) // declared order within an importance
                .forEach(key -> rows.add(row(
                        "`" + key.name + "`",
                        key.documentation,
                        type(key),
                        defaultValue(key),
                        key.importance.name().toLowerCase(Locale.ROOT))));
        prefixes.forEach((prefix, meaning) -> rows.add(row("`" + prefix + "*`", meaning, "", "", "low")));
        return rows.toString();
    }

    private static String row(String... cells) {
        StringJoiner row = new StringJoiner(" | ", "| ", " |");
        for (String cell : cells) {
            row.add(cell.replace("|", "\\|"));
        }
        return row.toString();
    }

    private static String type(ConfigKey key) {
        String type = key.type.name().toLowerCase(Locale.ROOT);
        return key.validator == null ? type : type + ": " + key.validator;
    }

    private static String defaultValue(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        String value = key.defaultValue == null ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
        return value.isEmpty() ? "" : "`" + value + "`";
    }

    /**
     * Fails when the page shows another table. With {@code -Dfreshet.docs.write=true} the page is written instead.
     */
    public static void assertShownBy(Path page, String table) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        assertThat(List.of(begin, end))
                .as("places of the two marks around the settings in %s", page)
                .doesNotContain(-1);
        String upToDate = text.substring(0, begin + BEGIN.length()) + "\n" + table + "\n" + text.substring(end);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(page, upToDate);
        } else {
            assertThat(text)
                    .as("%s is stale; write it anew: run this test with -D%s=true", page, WRITE)
                    .isEqualTo(upToDate);
        }
    }
}
