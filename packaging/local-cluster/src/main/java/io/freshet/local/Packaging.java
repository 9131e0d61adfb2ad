package io.freshet.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Finds what the other modules of packaging have unpacked, above the place where this class was built. */
final class Packaging {
    private Packaging() {}

    /** The folder {@code packaging/<module>/target/<folder>}. */
    static Path built(String module, String folder) {
        Path found = root().resolve(module).resolve("target").resolve(folder);
        if (!Files.isDirectory(found)) {
            throw new LocalClusterException(
                    "Not built yet: " + found + ". Run: ./mvnw -Pfast -pl packaging/" + module + " -am package");
        }
        return found;
    }

    /** The folder {@code packaging} of the checkout. */
    static Path root() {
        for (Path path = codeSource(); path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("local-cluster").resolve("pom.xml"))) {
                return path;
            }
        }
        throw new LocalClusterException("The local cluster runs from a checkout of Freshet, not from " + codeSource());
    }

    private static Path codeSource() {
        CodeSource source = Packaging.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new LocalClusterException("The folder of the local cluster cannot be told: " + e.getMessage(), e);
        }
    }
}
