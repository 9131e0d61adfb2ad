package io.freshet.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.Objects;
import java.util.stream.Stream;

/** A driver's jar, put where users put it. */
final class JdbcDriver {

    private JdbcDriver() {}

    /** Copies the jar beside those of the plugin that is unpacked in a folder; returns the folder. */
    static Path addTo(Path plugins, Class<? extends Driver> driver) throws IOException {
        Path jar = Path.of(
                driver.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> all = Files.walk(plugins)) {
            Path lib = all.filter(file -> file.endsWith("lib")).findFirst().orElseThrow();
            Files.copy(jar, lib.resolve(Objects.requireNonNull(jar.getFileName())));
        }
        return plugins;
    }
}
