package io.freshet.agent;

import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Everything that the process has, for this machine only. */
    static String options(int port) {
        return "port=" + port + ",host=127.0.0.1,profile=all";
    }

    /** A class path for programs of the tests that need no more than the JDK. */
    static String testClasses() {
        return Path.of("target", "test-classes").toAbsolutePath().toString();
    }
}
