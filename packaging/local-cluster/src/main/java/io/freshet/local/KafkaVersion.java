package io.freshet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The versions of Kafka that Freshet is run with. */
public enum KafkaVersion {
    V4_3("kafka-4.3"),
    V3_9("kafka-3.9");

    private static final String CLIENTS = "kafka-clients-";

    private final String module;

    KafkaVersion(String module) {
        this.module = module;
    }

    /** The full version, such as {@code 4.3.1}. */
    public String version() {
        try (Stream<Path> jars = Files.list(libs())) {
            return jars.map(jar -> String.valueOf(jar.getFileName()))
                    .filter(name -> name.startsWith(CLIENTS))
                    .map(name -> name.substring(CLIENTS.length(), name.length() - ".jar".length()))
                    .findFirst()
                    .orElseThrow(() -> new LocalClusterException("No " + CLIENTS + "*.jar in " + libs()));
        } catch (IOException e) {
            throw new LocalClusterException("Cannot be read: " + libs(), e);
        }
    }

    /** The jars of an installation: broker, Connect worker, tools. */
    public Path libs() {
        return Packaging.built(module, "libs");
    }

    public String classPath() {
        return libs().resolve("*").toString();
    }

    /** JVM arguments that send this version's log to standard output. */
    String[] logging(Path folder) {
        return switch (this) {
            case V4_3 ->
                new String[] {
                    "-Dlog4j2.configurationFile="
                            + Folders.write(
                                    folder.resolve("log4j2.properties"),
                                    """
                                    status=error
                                    appender.console.type=Console
                                    appender.console.name=console
                                    appender.console.layout.type=PatternLayout
                                    appender.console.layout.pattern=%d{HH:mm:ss.SSS} %-5p %m (%c)%n
                                    rootLogger.level=info
                                    rootLogger.appenderRef.console.ref=console
                                    """)
                };
            case V3_9 ->
                new String[] {
                    "-Dlog4j.configuration="
                            + Folders.write(
                                            folder.resolve("log4j.properties"),
                                            """
                                            log4j.rootLogger=INFO, console
                                            log4j.appender.console=org.apache.log4j.ConsoleAppender
                                            log4j.appender.console.layout=org.apache.log4j.PatternLayout
                                            log4j.appender.console.layout.ConversionPattern=%d{HH:mm:ss.SSS} %-5p %m (%c)%n
                                            """)
                                    .toUri()
                };
        };
    }
}
