package io.freshet.transforms.derive;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.PluginVersion;
import io.freshet.transforms.record.RecordPart;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Adds fields to a copy of a record, each with the value that an expression has for the record as it came in.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Derive<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The header of a record for which an expression has no value, where {@code on.error=tag}; its value says why. */
    static final String ERROR_HEADER = "freshet.derive.error";

    private final RecordPart part;
    private @Nullable Derivation derivation;

    private Derive(RecordPart part) {
        this.part = part;
    }

    /** Adds to the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends Derive<R> {
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Adds to the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends Derive<R> {
        public Value() {
            super(RecordPart.VALUE);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Object whole = part.valueOf(record);
        if (whole == null) {
            return record;
        }
        Derivation derivation = derivation();
        try {
            R derived = derivation.fields().addTo(record, part, whole);
            derivation.counts().increment(Metric.DERIVE_DERIVED);
            return derived;
        } catch (DataException e) {
            derivation.counts().increment(Metric.DERIVE_ERRORS);
            return derivation.onError().take(record, ERROR_HEADER, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public ConfigDef config() {
        return DeriveConfig.DEFINITION;
    }

    /**
     * Reads the settings and compiles the expressions.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    @Override
    public void configure(Map<String, ?> settings) {
        close();
        DeriveConfig config = new DeriveConfig(settings);
        Fallback onError = config.onError();
        RecordCounts counts = SharedCounts.acquire(Metric.Group.DERIVE, config.metricsName());
        Runnable onFieldError = () -> counts.increment(Metric.DERIVE_ERRORS);
        derivation = new Derivation(
                new DerivedFields(config.fields(), onError.kind() == Fallback.Kind.NULL ? onFieldError : null),
                onError,
                counts);
    }

    private Derivation derivation() {
        if (derivation == null) {
            throw new IllegalStateException("Derive is used before configure");
        }
        return derivation;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void close() {
        if (derivation != null) {
            derivation.counts().close();
            derivation = null;
        }
    }

    /** All that {@code configure} sets. */
    private record Derivation(DerivedFields fields, Fallback onError, RecordCounts counts) {}
}
