package io.freshet.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A child JVM, run by the same Java as this one unless told otherwise. */
public final class JavaProcess implements AutoCloseable {
    private final ChildProcess process;

    private JavaProcess(ChildProcess process) {
        this.process = process;
    }

    /** A JVM that is called so in messages. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The file that takes its output, standard and error. */
    public Path log() {
        return process.log();
    }

    /** What this process has written so far; what earlier ones wrote to the same file is left out. */
    public String logText() {
        return process.logText();
    }

    /** Waits until the process has written this; fails at once when it ends before. */
    public void awaitLog(String substring, Duration deadline) {
        process.awaitLog(substring, deadline);
    }

    /** Waits for the end of the process and returns its exit code. */
    public int awaitExit(Duration deadline) {
        return process.awaitExit(deadline);
    }

    /** SIGKILL, and waits for the end. */
    public void kill9() {
        process.kill9();
    }

    /** SIGTERM, without waiting. */
    public void terminate() {
        process.terminate();
    }

    /** SIGTERM, a bounded wait, then SIGKILL. */
    @Override
    public void close() {
        process.close();
    }

    ChildProcess child() {
        return process;
    }

    /** How a child JVM is started. */
    public static final class Builder {
        private final String name;
        private Path java = Path.of(System.getProperty("java.home"));
        private String classPath = "";
        private String mainClass = "";
        private final List<String> args = new ArrayList<>();
        private final List<String> jvmArgs = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private @Nullable Path workingFolder;
        private @Nullable Path log;

        private Builder(String name) {
            this.name = name;
        }

        /** The home of the Java that runs it, instead of this one's. */
        public Builder java(Path home) {
            java = home;
            return this;
        }

        public Builder classPath(String classPath) {
            this.classPath = classPath;
            return this;
        }

        public Builder mainClass(String mainClass) {
            this.mainClass = mainClass;
            return this;
        }

        public Builder args(String... args) {
            this.args.addAll(Arrays.asList(args));
            return this;
        }

        public Builder jvmArgs(String... jvmArgs) {
            this.jvmArgs.addAll(Arrays.asList(jvmArgs));
            return this;
        }

        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public Builder workingFolder(Path folder) {
            this.workingFolder = folder;
            return this;
        }

        /** The file that its output is appended to. */
        public Builder log(Path log) {
            this.log = log;
            return this;
        }

        /** A Java agent with its options; none when the options are empty. */
        public Builder agent(Path jar, String options) {
            String suffix = options.isEmpty() ? "" : "=" + options;
            return jvmArgs("-javaagent:" + jar.toAbsolutePath() + suffix);
        }

        public JavaProcess start() {
            if (mainClass.isEmpty() || log == null) {
                throw new IllegalStateException(name + " needs a main class and a log file");
            }
            List<String> command = new ArrayList<>();
            command.add(java.resolve("bin").resolve("java").toString());
            // Several JVMs share few cores: start fast and leave the others room. Later arguments win.
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
            command.addAll(jvmArgs);
            command.addAll(List.of("-cp", classPath, mainClass));
            command.addAll(args);
            return new JavaProcess(ChildProcess.start(name, command, environment, workingFolder, log));
        }
    }
}
