package io.freshet.agent;

import io.freshet.local.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;

/** The commands of the agent's jar, run as users run them. */
final class AgentCommand {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private int runs;

    AgentCommand(Path folder) {
        this.folder = folder;
    }

    /** Runs one and returns what it has written; fails unless it exits with this code. */
    String run(int exitCode, String... arguments) {
        return run(AgentJar.path(), exitCode, arguments);
    }

    String run(Path jar, int exitCode, String... arguments) {
        Path log = folder.resolve("command-" + runs++ + ".log");
        try (JavaProcess command = JavaProcess.builder(arguments[0])
                .classPath(jar.toString())
                .mainClass("io.freshet.agent.attach.AgentMain")
                .args(arguments)
                .log(log)
                .start()) {
            int code = command.awaitExit(SOON);
            String said = command.logText();
            if (code != exitCode) {
                throw new AssertionError(String.join(" ", arguments) + " ended with " + code + ": " + said);
            }
            return said;
        }
    }

    String attach(long pid, int port) {
        return run(0, "attach", String.valueOf(pid), AgentJar.options(port));
    }

    String detach(long pid) {
        return run(0, "detach", String.valueOf(pid));
    }
}
