package io.freshet.transforms.derive;

import io.freshet.transforms.metrics.Counted;
import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.ConfiguredTransformation;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.RecordPart;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;

/**
 * Adds fields to a copy of a record, each with the value that an expression has for the record as it came in.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Derive<R extends ConnectRecord<R>> extends ConfiguredTransformation<R, Derive.Derivation> {

    /** The header of a record for which an expression has no value, where {@code on.error=tag}; its value says why. */
    static final String ERROR_HEADER = "freshet.derive.error";

    private final RecordPart part;

    private Derive(RecordPart part) {
        super(DeriveConfig.DEFINITION);
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
        Derivation derivation = configured();
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
    protected Derivation configured(Map<String, ?> settings) {
        DeriveConfig config = new DeriveConfig(settings);
        Fallback onError = config.onError();
        RecordCounts counts = SharedCounts.acquire(Metric.Group.DERIVE, config.metricsName());
        Runnable onFieldError = () -> counts.increment(Metric.DERIVE_ERRORS);
        return new Derivation(
                new DerivedFields(config.fields(), onError.kind() == Fallback.Kind.NULL ? onFieldError : null),
                onError,
                counts);
    }

    /** All that the settings make. */
    record Derivation(DerivedFields fields, Fallback onError, RecordCounts counts) implements Counted {}
}
