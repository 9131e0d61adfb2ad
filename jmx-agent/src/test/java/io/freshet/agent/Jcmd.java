package io.freshet.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The JDK's tool that asks a running JVM. */
final class Jcmd {
    private Jcmd() {}

    /** All classes that have instances after a full collection. */
    static String histogram(long pid) {
        return run(pid, "GC.class_histogram");
    }

    static String threads(long pid) {
        return run(pid, "Thread.print");
    }

    /** Loads an agent as any other program can. */
    static String loadAgent(long pid, Path jar, String options) {
        return run(pid, "JVMTI.agent_load " + jar + " " + options);
    }

    private static String run(long pid, String command) {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(tool, String.valueOf(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
