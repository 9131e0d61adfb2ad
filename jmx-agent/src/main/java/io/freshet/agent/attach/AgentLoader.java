package io.freshet.agent.attach;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent and its libraries from the folder {@code agent/} of the agent's jar.
 *
 * <p>Its parent is the platform loader, so the agent sees nothing of the host; and the host sees nothing of the agent,
 * because classes lie there under names that no other loader asks for.
 */
final class AgentLoader extends ClassLoader {
    private static final String FOLDER = "agent/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String root;
    private final ProtectionDomain domain;

    AgentLoader(File file) throws IOException {
        super("freshet-agent", ClassLoader.getPlatformClassLoader());
        this.jar = new JarFile(file);
        URL location = file.toURI().toURL();
        this.root = "jar:" + location + "!/";
        this.domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null, this, null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarEntry entry = jar.getJarEntry(entryName(name.replace('.', '/') + ".class"));
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes;
        try (InputStream content = jar.getInputStream(entry)) {
            bytes = content.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        JarEntry entry = jar.getJarEntry(entryName(name));
        try {
            return entry == null ? null : new URL(root + entry.getName());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL resource = findResource(name);
        return resource == null
                ? Collections.emptyEnumeration()
                : Collections.enumeration(Collections.singletonList(resource));
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        JarEntry entry = jar.getJarEntry(entryName(name));
        if (entry == null) {
            return super.getResourceAsStream(name);
        }
        try {
            // Not through the URL: its connection would lock and cache the jar for the whole JVM.
            return jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }

    private static String entryName(String resource) {
        return FOLDER + (resource.endsWith(".class") ? resource + "data" : resource);
    }
}
