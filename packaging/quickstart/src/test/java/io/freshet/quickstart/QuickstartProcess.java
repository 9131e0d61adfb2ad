package io.freshet.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run of {@code packaging/quickstart/run}. */
final class QuickstartProcess implements AutoCloseable {
    private final Path temporary;
    private final Path output;
    private final Process process;

    private QuickstartProcess(Path temporary, Path output, Process process) {
        this.temporary = temporary;
        this.output = output;
        this.process = process;
    }

    static QuickstartProcess start(Path temporary, Map<String, String> environment, String... arguments)
            throws IOException {
        Path output = Files.createTempFile(temporary, "quickstart", ".txt");
        List<String> command = new ArrayList<>(hearingInterrupts());
        command.add(Path.of("run").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put(
                        "TMPDIR",
                        Files.createDirectories(temporary.resolve("data")).toString());
        builder.environment().putAll(environment);
        return new QuickstartProcess(temporary, output, builder.start());
    }

    /** A build in the background has its processes ignore SIGINT, and so would those that they start. */
    private static List<String> hearingInterrupts() throws IOException {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        Process process = new ProcessBuilder(trial)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue() == 0 ? prefix : List.of();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitOutput(String text, Duration deadline) {
        Await.untilTrue("'" + text + "' from the quickstart", deadline, () -> {
            assertThat(process.isAlive() || output().contains(text))
                    .as(output())
                    .isTrue();
            return output().contains(text);
        });
    }

    int awaitExit(Duration deadline) {
        Await.untilTrue("the end of the quickstart", deadline, () -> !process.isAlive());
        return process.exitValue();
    }

    /** What a terminal sends on Ctrl-C. */
    void interrupt() throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
    }

    /** Every process that the quickstart starts names its data folder in its command line. */
    void assertNothingIsLeft() throws IOException {
        assertThat(ProcessHandle.allProcesses()
                        .map(candidate -> candidate.info().commandLine().orElse(""))
                        .filter(commandLine -> commandLine.contains(temporary.toString())))
                .as("processes that are left")
                .isEmpty();
        assertThat(temporary.resolve("data")).isEmptyDirectory();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(45, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
