package io.freshet.agent.collect;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines the readers of the host's types against one class loader of the host, and takes all else of the agent from the
 * agent's loader. So two Kafkas in one JVM each have readers of their own.
 */
final class ReaderLoader extends ClassLoader {
    private static final String AGENT = "io.freshet.agent.";
    private static final String COLLECT = AGENT + "collect.";
    private static final List<String> READERS = List.of(
            COLLECT + "kafka.",
            COLLECT + "logs.host.",
            COLLECT + "simpleclient.",
            AGENT + "lag.admin.",
            AGENT + "lag.broker.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader agent;

    ReaderLoader(@Nullable ClassLoader host) {
        super("freshet-agent-readers", host);
        this.agent = ReaderLoader.class.getClassLoader();
    }

    /** The name is that of the class below this package. */
    <T> T create(String name, Class<T> type) {
        return createNamed(COLLECT + name, type);
    }

    <T> T createNamed(String name, Class<T> type) {
        try {
            return type.cast(loadClass(name).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The reader " + name + " cannot be built", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (READERS.stream().anyMatch(name::startsWith)) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
        return name.startsWith(AGENT) ? Class.forName(name, false, agent) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream content = agent.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (content == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = content.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, ReaderLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
