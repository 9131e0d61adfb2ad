package io.freshet.quickstart;

import io.freshet.local.Folders;
import io.freshet.local.LocalClusterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that the quickstart writes is in here, until it ends. */
final class DataFolder implements AutoCloseable {
    private static final int NEEDED_MEGABYTES = 400;
    private static final int HARDLY_ANY_MEGABYTES = 32;
    private static final String REMEDY = "Free some space, or set TMPDIR to a folder on another disk.";

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    static DataFolder create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            if (freeMegabytes(parent) < NEEDED_MEGABYTES) {
                throw new CannotRunException(parent + " has " + freeMegabytes(parent)
                        + " MB left and the quickstart needs " + NEEDED_MEGABYTES + ". " + REMEDY);
            }
            return new DataFolder(Folders.temporary("quickstart"));
        } catch (IOException | LocalClusterException e) {
            throw new CannotRunException(
                    "Nothing can be written to " + parent + ". Set TMPDIR to a folder of yours.", e);
        }
    }

    /** The line for a person when there is no room left, which makes systems fail in many ways. */
    Optional<String> fullDisk() {
        try {
            return freeMegabytes(path) >= HARDLY_ANY_MEGABYTES
                    ? Optional.empty()
                    : Optional.of("The disk that holds " + path + " is full. " + REMEDY);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long freeMegabytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace() / (1024 * 1024);
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
