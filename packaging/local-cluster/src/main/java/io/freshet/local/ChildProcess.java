package io.freshet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A process that writes to a log file and does not outlive this JVM. */
final class ChildProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int LAST_LINES = 25;

    private final String name;
    private final Path log;
    private final long logStart;
    private final Process process;

    private ChildProcess(String name, Path log, long logStart, Process process) {
        this.name = name;
        this.log = log;
        this.logStart = logStart;
        this.process = process;
    }

    static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, @Nullable Path folder, Path log) {
        try {
            Files.createDirectories(parent(log));
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(deafToCtrlC(command))
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            if (folder != null) {
                builder.directory(folder.toFile());
            }
            ChildProcess started = new ChildProcess(name, log, logStart, builder.start());
            Machine.instance().add(started);
            return started;
        } catch (IOException e) {
            throw new LocalClusterException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** A terminal sends Ctrl-C to all of its processes at once; only the parent shall hear it and stop them in order. */
    private static List<String> deafToCtrlC(List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        wrapped.addAll(command);
        return wrapped;
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    /** What this process has written so far. */
    String logText() {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(logStart);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The log of " + name + " cannot be read: " + log, e);
        }
    }

    void awaitLog(String substring, Duration deadline) {
        await("'" + substring + "' in its log", deadline, () -> logText().contains(substring));
    }

    /** Waits for a sign of life; gives up at once when the process ends. */
    void await(String sign, Duration deadline, BooleanSupplier condition) {
        try {
            Await.untilTrue(sign, deadline, () -> {
                // Asked first: what a process wrote just before its end still counts.
                boolean alive = isAlive();
                if (condition.getAsBoolean()) {
                    return true;
                }
                if (!alive) {
                    throw failure(name + " ended with exit code " + process.exitValue() + " before " + sign);
                }
                return false;
            });
        } catch (LocalClusterException e) {
            throw e.getMessage() != null && e.getMessage().startsWith(name) ? e : failure(name + ": " + e.headline());
        }
    }

    int awaitExit(Duration deadline) {
        if (!exits(deadline)) {
            throw failure(name + " did not end within " + deadline.toSeconds() + " s");
        }
        return process.exitValue();
    }

    LocalClusterException failure(String headline) {
        return new LocalClusterException(headline + " (log: " + log + ")", lastLines(), null);
    }

    private String lastLines() {
        List<String> lines = logText().lines().toList();
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    void terminate() {
        process.destroy();
    }

    void kill9() {
        // What it started itself would survive it.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        exits(GRACE);
        Machine.instance().remove(this);
    }

    /** Asks it to end, waits for a while, then ends it. */
    @Override
    public void close() {
        process.destroy();
        if (exits(GRACE)) {
            Machine.instance().remove(this);
        } else {
            kill9();
        }
    }

    /** Waits on when interrupted: only a process that has ended frees its folder and its port. */
    private boolean exits(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
