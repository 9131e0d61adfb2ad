package io.freshet.transforms.settings;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** Writes the documentation of a {@code ConfigDef} as a Markdown table. */
public final class SettingsPage {

    private SettingsPage() {}

    /** Returns the table: a row a setting, in the order of definition. */
    public static String markdown(ConfigDef definition) {
        StringBuilder page =
                new StringBuilder("| setting | meaning | type | default | valid |\n|---|---|---|---|---|\n");
        for (ConfigDef.ConfigKey key : definition.configKeys().values()) {
            page.append("| `").append(key.name).append("` | ");
            page.append(cell(key.documentation)).append(" | ");
            page.append(key.type.name().toLowerCase(Locale.ROOT)).append(" | ");
            page.append(defaultOf(key)).append(" | ");
            page.append(key.validator == null ? "" : cell(key.validator.toString()));
            page.append(" |\n");
        }
        return page.toString();
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        String text = String.valueOf(ConfigDef.convertToString(key.defaultValue, key.type));
        return text.isEmpty() || "null".equals(text) ? "" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
