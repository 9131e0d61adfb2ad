package io.freshet.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that the agent is told, checked as a whole; each stage takes its part. */
public final class AgentConfig {
    private final Values values;
    private final Optional<Path> file;
    private final @Nullable String fileText;
    private final ServerOptions server;
    private final SelectOptions select;
    private final CollectOptions collect;
    private final LagConfig lag;

    private AgentConfig(Values values, @Nullable String fileText) {
        this.values = values;
        this.fileText = fileText;
        this.file = values.find(Settings.CONFIG);
        this.server = new ServerOptions(values);
        this.select = new SelectOptions(values);
        this.collect = new CollectOptions(values);
        this.lag = new LagConfig(values);
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
        Path file = told.find(Settings.CONFIG).orElse(null);
        String text = file == null ? null : SettingsFile.text(file, problems);
        if (file != null && text != null) {
            values.take(settingsIn(file, text, problems));
        }
        values.take(arguments);
        problems.throwIfAny();
        AgentConfig config = new AgentConfig(values, text);
        problems.throwIfAny();
        return config;
    }

    private static List<Given> settingsIn(Path file, String text, Problems problems) {
        List<Given> settings = new ArrayList<>(SettingsFile.read(file, text, problems));
        settings.removeIf(setting -> {
            boolean nested = setting.key().equals(Settings.CONFIG.key());
            if (nested) {
                problems.add(setting.key(), "an option or environment variable", setting.shown(), setting.place());
            }
            return nested;
        });
        return settings;
    }

    /** What the file said; null where there is none. */
    @Nullable
    String fileText() {
        return fileText;
    }

    /** The settings that differ, but only change when the process starts anew: a line for each. */
    List<String> waitingChanges(AgentConfig next) {
        return Settings.ALL.stream()
                .filter(Setting::isFixed)
                .filter(setting -> !values.find(setting).equals(next.values.find(setting)))
                .map(setting -> setting.key() + ": a change takes effect when the process is started anew ("
                        + next.values.placeOf(setting) + ")")
                .collect(Collectors.toList());
    }

    /** How often to look for changes of the file. */
    public Duration checkInterval() {
        return values.get(Settings.CONFIG_CHECK);
    }

    /** The file that was read, if any. */
    public Optional<Path> file() {
        return file;
    }

    public ServerOptions server() {
        return server;
    }

    public SelectOptions select() {
        return select;
    }

    public CollectOptions collect() {
        return collect;
    }

    public LagConfig lag() {
        return lag;
    }
}
