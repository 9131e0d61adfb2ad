package io.freshet.endtoend.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The jar with the classes of this package, as a plugin's folder has them. */
public final class FaultsJar {

    private static final List<Class<?>> CLASSES =
            List.of(FlakySerializer.class, RewindingSink.class, RewindingSink.Task.class);

    private FaultsJar() {}

    /** Puts the jar beside those of the plugin that is unpacked in a folder; returns the folder. */
    public static Path addTo(Path plugins) throws IOException {
        try (Stream<Path> all = Files.walk(plugins)) {
            Path lib = all.filter(file -> file.endsWith("lib")).findFirst().orElseThrow();
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("faults.jar")))) {
                for (Class<?> each : CLASSES) {
                    add(each, jar);
                }
                jar.putNextEntry(new JarEntry("META-INF/services/org.apache.kafka.connect.sink.SinkConnector"));
                jar.write(RewindingSink.class.getName().getBytes(UTF_8));
                jar.closeEntry();
            }
        }
        return plugins;
    }

    private static void add(Class<?> type, JarOutputStream jar) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream in = Objects.requireNonNull(FaultsJar.class.getResourceAsStream("/" + name))) {
            in.transferTo(jar);
        }
        jar.closeEntry();
    }
}
