package io.freshet.local;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be said about the JVM of a broker or worker. */
final class JvmSettings {
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private Path java = Path.of(System.getProperty("java.home"));
    private String moreClassPath = "";
    private String heap;

    JvmSettings(String heap) {
        this.heap = heap;
    }

    void java(Path home) {
        java = home;
    }

    void heap(String size) {
        heap = size;
    }

    void arguments(String... more) {
        arguments.addAll(Arrays.asList(more));
    }

    void alsoOnClassPath(String more) {
        moreClassPath = File.pathSeparator + more;
    }

    void environment(String variable, String value) {
        environment.put(variable, value);
    }

    void agent(Path jar, String options) {
        arguments("-javaagent:" + jar.toAbsolutePath() + (options.isEmpty() ? "" : "=" + options));
    }

    JavaProcess.Builder process(String name, KafkaVersion version, Path folder) {
        JavaProcess.Builder builder = JavaProcess.builder(name)
                .java(java)
                .classPath(version.classPath() + moreClassPath)
                .jvmArgs("-Xmx" + heap)
                .jvmArgs(version.logging(folder))
                .jvmArgs(arguments.toArray(String[]::new))
                .workingFolder(folder)
                .log(folder.resolve(name + ".log"));
        environment.forEach(builder::environment);
        return builder;
    }
}
