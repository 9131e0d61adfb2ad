package io.freshet.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine that tests use when they are there. */
public final class Tools {
    /** Set to 1 where a missing tool is a failure and no reason to skip a test. */
    public static final String REQUIRED = "FRESHET_REQUIRE_TOOLS";

    private Tools() {}

    /**
     * Returns the program of this name, or nothing when it is not installed: then a test skips itself. Throws where
     * the environment says that tools are required.
     */
    public static Optional<Path> find(String command) {
        Optional<Path> found = onPath(command);
        if (found.isEmpty() && "1".equals(System.getenv(REQUIRED))) {
            throw new LocalClusterException(command + " is not installed, but " + REQUIRED + "=1");
        }
        return found;
    }

    private static Optional<Path> onPath(String command) {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
