package io.freshet.transforms.record;

import io.freshet.transforms.metrics.Counted;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * A transformation that begins anew, and remembers nothing, whenever it is configured.
 *
 * @param <R> the type of record, of a source or a sink
 * @param <C> all that its settings make of it
 */
public abstract class ConfiguredTransformation<R extends ConnectRecord<R>, C extends Counted>
        implements Transformation<R>, Versioned {

    private final ConfigDef definition;
    private @Nullable C configured;

    /** Prepares one that has these settings. */
    protected ConfiguredTransformation(ConfigDef definition) {
        this.definition = definition;
    }

    /**
     * Returns what the settings make of it.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    protected abstract C configured(Map<String, ?> settings);

    /** Returns what the settings have made of it. */
    protected final C configured() {
        if (configured == null) {
            throw new IllegalStateException(getClass().getName() + " is used before configure");
        }
        return configured;
    }

    @Override
    public final ConfigDef config() {
        return definition;
    }

    /**
     * Reads the settings.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    @Override
    public final void configure(Map<String, ?> settings) {
        close();
        configured = configured(settings);
    }

    @Override
    public final String version() {
        return PluginVersion.get();
    }

    @Override
    public final void close() {
        if (configured != null) {
            configured.counts().close();
            configured = null;
        }
    }
}
