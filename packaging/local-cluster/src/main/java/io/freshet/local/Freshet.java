package io.freshet.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What this checkout has built for its users. */
public final class Freshet {
    private Freshet() {}

    /** The project's version. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = Freshet.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing beside " + Freshet.class.getName());
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** The archive with the Connect plugins. */
    public static Path archive() {
        return built("freshet-connect-" + version() + ".zip", "plugin-archive");
    }

    /** The Java agent. */
    public static Path agent() {
        return built("freshet-agent.jar", "agent");
    }

    /** Unpacks the archive and returns the folder for {@code plugin.path}. */
    public static Path unpackArchive(Path folder) {
        try (ZipFile zip = new ZipFile(archive().toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                unpack(zip, entries.nextElement(), folder.toAbsolutePath().normalize());
            }
            return folder;
        } catch (IOException e) {
            throw new LocalClusterException(
                    archive() + " cannot be unpacked into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("an entry leads out of the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target);
        }
    }

    private static Path built(String file, String module) {
        Path found = Packaging.root().resolve("target").resolve(file);
        if (!Files.exists(found)) {
            throw new LocalClusterException(
                    "Not built yet: " + found + ". Run: ./mvnw -Pfast -pl packaging/" + module + " -am package");
        }
        return found;
    }
}
