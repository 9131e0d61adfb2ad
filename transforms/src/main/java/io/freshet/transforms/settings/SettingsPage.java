package io.freshet.transforms.settings;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes the documentation of {@code ConfigDef}s into a page of Markdown, between two marks. */
public final class SettingsPage {

    private static final String BEGIN = "<!-- settings: generated, do not edit -->\n";
    private static final String END = "<!-- end of settings -->\n";

    private SettingsPage() {}

    /**
     * Returns the page with the table of these settings between its marks.
     *
     * @param prefixes settings that are passed on: prefix to meaning
     */
    public static String upToDate(String page, ConfigDef definition, Map<String, String> prefixes) {
        return upToDate(page, table(definition, prefixes));
    }

    /** Returns the page with this text between its marks. */
    public static String upToDate(String page, String text) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("Expecting the marks " + BEGIN.strip() + " and " + END.strip());
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + text + "\n" + page.substring(end);
    }

    /**
     * Returns the table of these settings.
     *
     * @param prefixes settings that are passed on: prefix to meaning
     */
    public static String table(ConfigDef definition, Map<String, String> prefixes) {
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
}
