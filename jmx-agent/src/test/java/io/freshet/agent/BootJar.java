package io.freshet.agent;

import io.freshet.local.KafkaVersion;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** An application as Spring Boot packs it: jars inside a jar, read by Spring Boot's own class loader. */
final class BootJar {
    private static final String LOADER = "spring-boot-loader-";

    private BootJar() {}

    static Path write(Path jar, Class<?> main, List<Path> libraries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
        manifest.getMainAttributes().putValue("Start-Class", main.getName());
        manifest.getMainAttributes().putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
        manifest.getMainAttributes().putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            copyLoader(out);
            for (String folder : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
                put(out, folder, new byte[0]);
            }
            String file = main.getName().replace('.', '/') + ".class";
            put(out, "BOOT-INF/classes/" + file, Files.readAllBytes(Path.of(AgentJar.testClasses(), file)));
            for (Path library : libraries) {
                put(out, "BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
        }
        return jar;
    }

    private static void copyLoader(JarOutputStream out) throws IOException {
        try (JarFile loader = new JarFile(onTheClassPath(LOADER).toFile())) {
            for (JarEntry entry : Collections.list(loader.entries())) {
                if (!entry.isDirectory() && entry.getName().startsWith("org/")) {
                    try (InputStream content = loader.getInputStream(entry)) {
                        put(out, entry.getName(), content.readAllBytes());
                    }
                }
            }
        }
    }

    /** Stored as it is: a jar inside a jar must not be compressed. */
    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(content);
    }

    /** The jar on the class path of the tests whose name begins so. */
    static Path onTheClassPath(String name) {
        return allOnTheClassPath(name)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + name + " on the class path"));
    }

    /** All of them. */
    static Stream<Path> allOnTheClassPath(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith(name));
    }

    /** The jars of an installation whose names begin so. */
    static List<Path> of(KafkaVersion version, String... names) {
        try (Stream<Path> jars = Files.list(version.libs())) {
            return jars.filter(jar -> Arrays.stream(names)
                            .anyMatch(name -> jar.getFileName().toString().startsWith(name)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String classPath(List<Path> jars) {
        return AgentJar.testClasses()
                + jars.stream().map(jar -> File.pathSeparator + jar).collect(Collectors.joining());
    }
}
