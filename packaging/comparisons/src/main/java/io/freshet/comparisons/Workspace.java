package io.freshet.comparisons;

import io.freshet.local.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that a comparison works in: gigabytes, which go with it. */
final class Workspace implements AutoCloseable {
    private final Path folder = Folders.temporary("comparison");

    Path folder() {
        return folder;
    }

    /** Deletes all but the processes' logs, which tell what went wrong. */
    void keepLogs() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder))
                    .toList();
            for (Path file : deepestFirst) {
                if (Files.isDirectory(file) ? isEmpty(file) : !isLog(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be cleaned up: " + folder, e);
        }
    }

    /** A broker's data are files called so as well. */
    private boolean isLog(Path file) {
        return file.toString().endsWith(".log")
                && !file.startsWith(folder.resolve("broker").resolve("data"));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
