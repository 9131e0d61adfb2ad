package io.freshet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Folders that hold a process's data and log. */
public final class Folders {
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

    /** Deletes a folder and all that is in it, also while somebody else still deletes files there. */
    public static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be deleted: " + folder, e);
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
