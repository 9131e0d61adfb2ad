package io.freshet.quickstart;

import io.freshet.local.Folders;
import io.freshet.local.LocalClusterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Everything that the quickstart writes is in here, until it ends. */
final class DataFolder implements AutoCloseable {
    private static final int NEEDED_MEGABYTES = 400;

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    static DataFolder create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            long megabytes = Files.getFileStore(parent).getUsableSpace() / (1024 * 1024);
            if (megabytes < NEEDED_MEGABYTES) {
                throw new CannotRunException(parent + " has " + megabytes + " MB left and the quickstart needs "
                        + NEEDED_MEGABYTES + ". Free some, or set TMPDIR to a folder on another disk.");
            }
            return new DataFolder(Folders.temporary("quickstart"));
        } catch (IOException | LocalClusterException e) {
            throw new CannotRunException(
                    "Nothing can be written to " + parent + ". Set TMPDIR to a folder of yours.", e);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Deletes all but the logs, which are there to tell what went wrong. */
    void keepLogs() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.filter(file -> !file.equals(path))
                    .sorted((a, b) -> b.compareTo(a))
                    .toList();
            for (Path file : deepestFirst) {
                if (Files.isDirectory(file)) {
                    deleteIfEmpty(file);
                } else if (!file.toString().endsWith(".log")
                        || file.startsWith(path.resolve("broker").resolve("data"))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be cleaned up: " + path, e);
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (Stream<Path> rest = Files.list(folder)) {
            if (rest.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() {
        Folders.delete(path);
    }
}
