package io.freshet.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Folders that hold a process's data and log. */
public final class Folders {
    private static final Duration LAST_TRACES = Duration.ofSeconds(5);

    private Folders() {}

    /** A new, empty folder for temporary data. */
    public static Path temporary(String name) {
        try {
            return Files.createTempDirectory("freshet-" + name + "-");
        } catch (IOException e) {
            throw new LocalClusterException(
                    "No folder can be created under " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                    e);
        }
    }

    /** Deletes a folder and all that is in it, also while a process that has just ended leaves its last traces. */
    public static void delete(Path folder) {
        Uninterrupted.run(() -> Await.untilTrue(
                folder + " to be deleted", LAST_TRACES, () -> !Files.exists(folder) || deleted(folder)));
    }

    private static boolean deleted(Path folder) {
        try {
            Files.walkFileTree(folder, new Deletion());
            return true;
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new LocalClusterException("Cannot be deleted: " + folder + ": " + e.getMessage(), e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    static Path write(Path file, String text) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return Files.writeString(file.toAbsolutePath(), text);
        } catch (IOException e) {
            throw new LocalClusterException("Cannot be written: " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes settings as a properties file. */
    static Path writeProperties(Path file, Map<String, String> settings) {
        return write(
                file,
                settings.entrySet().stream()
                        .map(setting ->
                                setting.getKey() + "=" + setting.getValue().replace("\\", "\\\\") + "\n")
                        .collect(Collectors.joining()));
    }
}
