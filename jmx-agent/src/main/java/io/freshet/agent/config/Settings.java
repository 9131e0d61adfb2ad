package io.freshet.agent.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of settings, from which everything that is known about them follows, SETTINGS.md included. */
final class Settings {
    static final Setting<Path> CONFIG = Setting.optional(
                    "config", ValueType.file(), "A YAML file of settings. Cannot stand in the file itself.")
            .fixed();

    static final Setting<Integer> PORT = Setting.of("port", ValueType.whole(1, 65535), "9404", "The port to listen on.")
            .fixed();

    static final Setting<String> HOST = Setting.of(
                    "host",
                    ValueType.text("a host name or an address"),
                    "0.0.0.0",
                    "The address to listen on; 127.0.0.1 for this machine only.")
            .fixed();

    /** In the order of the page. */
    static final List<Setting<?>> ALL = List.of(CONFIG, PORT, HOST);

    private Settings() {}

    static @Nullable Setting<?> find(String key) {
        for (Setting<?> setting : ALL) {
            if (setting.covers(key)) {
                return setting;
            }
        }
        return null;
    }
}
