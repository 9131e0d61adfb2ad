package io.freshet.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that the agent is told, checked as a whole; each stage takes its part. */
public final class AgentConfig {
    private final Optional<Path> file;
    private final ServerOptions server;

    private AgentConfig(Values values) {
        this.file = values.find(Settings.CONFIG);
        this.server = new ServerOptions(values);
    }

    /**
     * Reads environment variables, the file that they or the options name, and the options: what comes later in this row
     * wins.
     *
     * @throws InvalidConfigException with a line for each thing that is wrong, in all three
     */
    public static AgentConfig read(String options, Map<String, String> environment) {
        Problems problems = new Problems();
        List<Given> variables = EnvironmentSettings.read(environment, problems);
        List<Given> arguments = OptionsText.read(options, problems);
        Values values = new Values(problems);
        values.take(variables);
        // To know the file; its own values come in between.
        Values told = new Values(new Problems());
        told.take(variables);
        told.take(arguments);
        told.find(Settings.CONFIG).ifPresent(file -> values.take(settingsIn(file, problems)));
        values.take(arguments);
        problems.throwIfAny();
        AgentConfig config = new AgentConfig(values);
        problems.throwIfAny();
        return config;
    }

    private static List<Given> settingsIn(Path file, Problems problems) {
        List<Given> settings = new ArrayList<>(SettingsFile.read(file, problems));
        settings.removeIf(setting -> {
            boolean nested = setting.key().equals(Settings.CONFIG.key());
            if (nested) {
                problems.add(setting.key(), "an option or environment variable", setting.shown(), setting.place());
            }
            return nested;
        });
        return settings;
    }

    /** The file that was read, if any. */
    public Optional<Path> file() {
        return file;
    }

    public ServerOptions server() {
        return server;
    }
}
