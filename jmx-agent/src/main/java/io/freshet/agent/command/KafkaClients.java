package io.freshet.agent.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Loads Kafka's client: the one that lies in this jar, as it was published, or that of an installation. */
final class KafkaClients {
    private static final String NESTED = "kafka-clients.zip";

    private KafkaClients() {}

    static ClassLoader nested() throws IOException {
        InputStream content = KafkaClients.class.getClassLoader().getResourceAsStream(NESTED);
        if (content == null) {
            throw new IOException("the jar of the agent lacks " + NESTED);
        }
        try (ZipInputStream zip = new ZipInputStream(content)) {
            Map<String, byte[]> files = new HashMap<>();
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
            return new Nested(files);
        }
    }

    static ClassLoader of(Path folder) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jar -> jars.add(url(jar)));
        }
        return new URLClassLoader("kafka", jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From memory: there may be no place to write a jar to. */
    private static final class Nested extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        private final Map<String, byte[]> files;

        Nested(Map<String, byte[]> files) {
            super("kafka", ClassLoader.getPlatformClassLoader());
            this.files = files;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = files.get(name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length, (ProtectionDomain) null);
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            byte[] bytes = files.get(name);
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        }
    }
}
