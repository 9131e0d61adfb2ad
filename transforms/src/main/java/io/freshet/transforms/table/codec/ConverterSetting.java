package io.freshet.transforms.table.codec;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * A converter of Connect's that is named by its class, and its settings.
 *
 * @param setting the setting that names it
 * @param isKey if it reads keys
 */
record ConverterSetting(String setting, Class<? extends Converter> type, Map<String, Object> settings, boolean isKey) {

    /**
     * Reads a setting and those that it is the prefix of; null if it is not set.
     *
     * @throws ConfigException if there is no such converter, or if there are settings but no converter
     */
    static @Nullable ConverterSetting read(AbstractConfig config, String setting, boolean isKey) {
        String name = config.getString(setting);
        Map<String, Object> settings = new HashMap<>(config.originalsWithPrefix(setting + "."));
        if (name != null) {
            ConverterSetting converter = new ConverterSetting(setting, type(setting, name), settings, isKey);
            converter.create().close();
            return converter;
        }
        if (!settings.isEmpty()) {
            throw new ConfigException("Setting '" + setting + "."
                    + settings.keySet().iterator().next() + "' is for a converter, and '" + setting + "' names none");
        }
        return null;
    }

    /**
     * Our own loader sees our plugin's directory, then what the worker has: Kafka's own converters and those that it has
     * found as plugins, each in its own directory.
     */
    private static Class<? extends Converter> type(String setting, String name) {
        Class<?> found;
        try {
            found = Class.forName(name, true, ConverterSetting.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ConfigException(
                    setting,
                    name,
                    "Expecting the full name of a converter's class, in this plugin's directory or a plugin of the worker."
                            + " Found: " + e);
        }
        if (!Converter.class.isAssignableFrom(found)) {
            throw new ConfigException(setting, name, "Expecting a class that is a converter of Connect");
        }
        return found.asSubclass(Converter.class);
    }

    /**
     * Returns a new converter, which is the caller's to close.
     *
     * @throws ConfigException if it cannot be made or refuses its settings
     */
    ConverterOpener create() {
        return ConverterOpener.create(this);
    }

    /** Tells the class only: converters have passwords among their settings. */
    @Override
    public String toString() {
        return setting + "=" + type.getName();
    }
}
