package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children never outlive the JVM that started them. */
class JavaProcessIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Path folder;

    JavaProcessIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void awaitLog_processThatEndsBefore_failsWithTheEndOfItsLog() {
        try (JavaProcess process = parent("no such mode").start()) {
            assertThatThrownBy(() -> process.awaitLog("ready", DEADLINE))
                    .isInstanceOf(LocalClusterException.class)
                    .hasMessageStartingWith("parent ended with exit code 1 before 'ready' in its log (log: " + folder)
                    .hasMessageContaining("IllegalArgumentException: no such mode");
        }
    }

    @Test
    void logText_secondProcessOnTheSameFile_leavesOutTheFirst() {
        for (String word : new String[] {"first", "second"}) {
            try (JavaProcess process = parent("print", word).start()) {
                assertThat(process.awaitExit(DEADLINE)).isZero();
                assertThat(process.logText()).isEqualTo(word + System.lineSeparator());
            }
        }
    }

    @Test
    void terminate_parentWithChild_takesTheChildWithIt() {
        try (JavaProcess parent = parent("start a child", childLog()).start()) {
            ProcessHandle child = child(parent);

            parent.terminate();

            parent.awaitExit(DEADLINE);
            assertThat(child.isAlive()).isFalse();
        }
    }

    /** A terminal sends Ctrl-C to parent and child alike: the child must leave it to its parent. */
    @Test
    void interrupt_child_isNotHeard() throws IOException, InterruptedException {
        try (JavaProcess parent = parent("start a child", childLog()).start()) {
            ProcessHandle child = child(parent);

            send("-INT", child);
            send("-TERM", child);

            parent.awaitLog("child ended with 143", DEADLINE);
        }
    }

    private static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private String childLog() {
        return folder.resolve("child.log").toString();
    }

    private static ProcessHandle child(JavaProcess parent) {
        parent.awaitLog("child ", DEADLINE);
        String pid = parent.logText()
                .lines()
                .filter(line -> line.startsWith("child "))
                .findFirst()
                .orElseThrow()
                .substring("child ".length());
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private JavaProcess.Builder parent(String... mode) {
        return JavaProcess.builder("parent")
                .classPath(System.getProperty("java.class.path"))
                .mainClass(ParentMain.class.getName())
                .args(mode)
                .log(folder.resolve("parent.log"));
    }
}
