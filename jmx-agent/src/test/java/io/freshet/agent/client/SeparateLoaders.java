package io.freshet.agent.client;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** Runs each class behind a class loader of its own, then waits to be stopped; arguments: pairs of a class and its path. */
public final class SeparateLoaders {
    private SeparateLoaders() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < arguments.length; i += 2) {
            ClassLoader loader = new URLClassLoader(urls(arguments[i + 1]), ClassLoader.getPlatformClassLoader());
            // As a container would: Kafka looks for classes by it.
            Thread.currentThread().setContextClassLoader(loader);
            Runnable program = (Runnable)
                    loader.loadClass(arguments[i]).getDeclaredConstructor().newInstance();
            program.run();
        }
        System.out.println("waiting");
        new CountDownLatch(1).await();
    }

    private static URL[] urls(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(SeparateLoaders::url)
                .toArray(URL[]::new);
    }

    private static URL url(String file) {
        try {
            return Path.of(file).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
