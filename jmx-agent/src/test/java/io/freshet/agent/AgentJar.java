package io.freshet.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jar as it was built. */
final class AgentJar {
    private AgentJar() {}

    static Path path() {
        Path jar = Path.of("target", "freshet-agent.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("Not built yet: " + jar);
        }
        return jar;
    }

    /** Writes a copy with fewer files, and with another version in its manifest. */
    static Path copy(Path copy, String version, Predicate<String> isWanted) throws IOException {
        try (JarFile jar = new JarFile(path().toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
            try (OutputStream file = Files.newOutputStream(copy);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (isWanted.test(entry.getName()) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream content = jar.getInputStream(entry)) {
                            content.transferTo(out);
                        }
                    }
                }
            }
        }
        return copy;
    }

    /** Returns the version in the manifest. */
    static String version() throws IOException {
        try (JarFile jar = new JarFile(path().toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        }
    }

    /** Everything that the process has, for this machine only. */
    static String options(int port) {
        return "port=" + port + ",host=127.0.0.1,profile=all";
    }

    /** A class path for programs of the tests that need no more than the JDK. */
    static String testClasses() {
        return Path.of("target", "test-classes").toAbsolutePath().toString();
    }
}
