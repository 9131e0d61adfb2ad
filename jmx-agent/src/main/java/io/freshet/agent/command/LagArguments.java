package io.freshet.agent.command;

import io.freshet.agent.config.AgentConfig;
import io.freshet.agent.config.InvalidConfigException;
import io.freshet.agent.config.NamePattern;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code lag} was told. */
final class LagArguments {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})(s|m)");
    private static final Map<String, String> KNOWN = known();

    private final Arguments arguments;
    private final AgentConfig config;

    private LagArguments(Arguments arguments, AgentConfig config) {
        this.arguments = arguments;
        this.config = config;
    }

    private static Map<String, String> known() {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("--bootstrap-server", "one or more brokers, such as broker-1:9092,broker-2:9092");
        known.put("--command-config", "a file with properties of Kafka's clients, for TLS and SASL");
        known.put("--once", "");
        known.put("--watch", "");
        known.put("--port", "a whole number from 1 to 65535");
        known.put("--host", "a host name or an address");
        known.put("--json", "");
        known.put("--partitions", "");
        known.put("--group", "a name, in which * stands for any letters and ? for one");
        known.put("--topic", "a name, in which * stands for any letters and ? for one");
        known.put("--fail-on", "a name, in which * stands for any letters and ? for one");
        known.put("--interval", "a time such as 15s");
        known.put("--for", "a time from 0s to 3600s, such as 30s");
        known.put("--config", "a YAML file of settings, see SETTINGS.md");
        known.put("--set", "a setting, such as lag.window=20");
        known.put("--kafka-libs", "the folder with the jars of a Kafka installation");
        known.put("--verbose", "");
        known.put("--help", "");
        return known;
    }

    static LagArguments parse(List<String> given, Map<String, String> environment) {
        Arguments arguments = Arguments.parse(given, KNOWN);
        if (arguments.has("--help")) {
            return new LagArguments(arguments, AgentConfig.read("", Map.of()));
        }
        if (arguments.one("--bootstrap-server").isEmpty()) {
            throw new CommandException(
                    "--bootstrap-server: must be " + KNOWN.get("--bootstrap-server") + ". Found: nothing");
        }
        try {
            LagArguments parsed = new LagArguments(arguments, AgentConfig.read(settings(arguments), environment));
            parsed.check();
            return parsed;
        } catch (InvalidConfigException e) {
            throw new CommandException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static String settings(Arguments arguments) {
        List<String> settings = new ArrayList<>();
        for (String option : List.of("port", "host", "config")) {
            arguments.one("--" + option).ifPresent(value -> settings.add(option + "=" + value));
        }
        arguments.one("--interval").ifPresent(value -> settings.add("lag.interval=" + value));
        for (String option : List.of("group", "topic")) {
            List<String> names = arguments.all("--" + option);
            if (!names.isEmpty()) {
                settings.add(option + ".allow=" + String.join(";", names));
            }
        }
        settings.addAll(arguments.all("--set"));
        return String.join(",", settings);
    }

    private void check() {
        if (isOnce() && (isWatching() || isServing())) {
            throw new CommandException("--once: must stand without --watch and --port");
        }
        if (isJson() && !isOnce() && !isWatching()) {
            throw new CommandException("--json: must stand with --once or --watch");
        }
        if (arguments.has("--fail-on") && !isOnce()) {
            throw new CommandException("--fail-on: must stand with --once");
        }
        // Read now, so that what is wrong with them is said at once.
        observation();
        libraries();
        client();
    }

    /** Whether it looks once, which is what it does when nothing else was asked for. */
    boolean isOnce() {
        return arguments.has("--once") || !(isWatching() || isServing());
    }

    boolean isWatching() {
        return arguments.has("--watch");
    }

    boolean isServing() {
        return arguments.has("--port");
    }

    boolean isJson() {
        return arguments.has("--json");
    }

    boolean isByPartition() {
        return arguments.has("--partitions");
    }

    boolean isVerbose() {
        return arguments.has("--verbose");
    }

    boolean isHelp() {
        return arguments.has("--help");
    }

    AgentConfig config() {
        return config;
    }

    /** The groups of which one that is not well makes the command fail. */
    List<NamePattern> failOn() {
        List<NamePattern> patterns = new ArrayList<>();
        arguments.all("--fail-on").forEach(pattern -> patterns.add(NamePattern.of(pattern)));
        return patterns;
    }

    /** How long it looks before it says something once. */
    Duration observation() {
        String text = arguments.one("--for").orElse("2s");
        Matcher matcher = SECONDS.matcher(text);
        long seconds = -1;
        if (matcher.matches()) {
            seconds = Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("m") ? 60 : 1);
        }
        if (seconds < 0 || seconds > 3600) {
            throw new CommandException("--for: must be " + KNOWN.get("--for") + ". Found: " + text);
        }
        return Duration.ofSeconds(seconds);
    }

    /** Where Kafka's client is taken from instead of this jar. */
    Optional<Path> libraries() {
        return arguments.one("--kafka-libs").map(text -> {
            Path folder = Path.of(text).toAbsolutePath();
            if (!Files.isDirectory(folder)) {
                throw new CommandException("--kafka-libs: must be " + KNOWN.get("--kafka-libs") + ". Found: " + text);
            }
            return folder;
        });
    }

    /** What Kafka's client is told. */
    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        client.put("client.id", "freshet-lag");
        Properties properties = new Properties();
        arguments.one("--command-config").ifPresent(file -> {
            try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandException(
                        "--command-config: must be " + KNOWN.get("--command-config") + ". Found: " + file
                                + ", which cannot be read",
                        e);
            }
        });
        properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        // What it needs for that is not nested in this jar.
        client.put("enable.metrics.push", "false");
        client.put("bootstrap.servers", arguments.one("--bootstrap-server").orElse(""));
        return client;
    }
}
