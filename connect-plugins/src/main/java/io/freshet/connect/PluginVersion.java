package io.freshet.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of these plugins, as the build wrote it into the jar. */
public final class PluginVersion {
    private static final String RESOURCE = "version.properties";

    private PluginVersion() {}

    public static String read() {
        try (InputStream resource = PluginVersion.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("The jar of the plugins has no " + RESOURCE);
            }
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
