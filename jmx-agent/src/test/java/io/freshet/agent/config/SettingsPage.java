package io.freshet.agent.config;

import java.util.StringJoiner;

/** SETTINGS.md, from the table of settings. */
final class SettingsPage {
    private static final String HEAD =
            """
            # Settings of the agent

            Written from the definitions; the build fails when it is stale. `./mvnw -B -Dfreshet.write.pages=true test` writes
            it anew. README.md, "Settings", says where they are put.

            """;

    private SettingsPage() {}

    static String markdown() {
        StringJoiner rows = new StringJoiner("\n", HEAD, "\n");
        rows.add("| Setting | Meaning | Must be | Default | A change in the file |");
        rows.add("| --- | --- | --- | --- | --- |");
        Settings.ALL.forEach(setting -> rows.add(row(setting)));
        return rows.toString();
    }

    private static String row(Setting<?> setting) {
        String standard = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        String key = setting.isPrefix() ? setting.prefix() + "<name>" : setting.key();
        StringJoiner row = new StringJoiner(" | ", "| ", " |");
        for (String cell : new String[] {
            "`" + key + "`",
            setting.meaning(),
            setting.type().rule(),
            standard,
            setting.isFixed() ? "takes a restart" : "is taken up"
        }) {
            row.add(cell.replace("|", "\\|"));
        }
        return row.toString();
    }
}
