package io.freshet.comparisons.process;

import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaBroker;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How the JVMs of a comparison are started: all contestants alike, as the JVM would by itself on a server. */
public final class Jvm {
    private static final String[] SERVER = {
        // Undone: what the local cluster sets so that tests start fast.
        "-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC"
    };

    private Jvm() {}

    /** The flags of every contestant, without the heap. */
    public static String[] flags() {
        return SERVER.clone();
    }

    /** A child with the class path of this JVM. */
    public static JavaProcess.Builder child(String name, String heap, Class<?> main, Path folder) {
        return JavaProcess.builder(name)
                .classPath(classPath())
                .jvmArgs(flags())
                .jvmArgs("-Xmx" + heap)
                .mainClass(main.getName())
                .workingFolder(folder)
                .log(folder.resolve(name + ".log"));
    }

    /** A child has a folder of its own, from which a relative path would lead elsewhere. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The broker that feeds all contestants. */
    public static KafkaBroker broker(Path folder) {
        return KafkaBroker.builder()
                .folder(folder.resolve("broker"))
                .heap("1g")
                .jvmArgs(SERVER)
                .config("log.retention.ms", "-1")
                .config("log.segment.delete.delay.ms", "1000")
                .start();
    }

    /** The folder that this module is built into. */
    public static Path built() {
        CodeSource source = Jvm.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).resolveSibling(".").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The folder of this program cannot be told", e);
        }
    }

    /** CPU time of a process so far, all of its threads together, in seconds. */
    public static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow(
                                () -> new IllegalStateException("The CPU time of process " + pid + " cannot be told"))
                        .toNanos()
                / 1e9;
    }
}
