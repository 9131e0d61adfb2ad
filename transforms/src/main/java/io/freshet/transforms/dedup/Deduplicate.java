package io.freshet.transforms.dedup;

import io.freshet.transforms.metrics.Counted;
import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.ConfiguredTransformation;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.RecordPart;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one record of each key through within a window of time, which begins with the record that passed. What is remembered
 * lives with the task: one that starts remembers nothing, so duplicates of what passed before pass once more.
 *
 * <p>A record that comes again, because it is sent or put again, is no duplicate of itself: it gets what it got. A record
 * without key, or value, and one whose key fields are all null, passes.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Deduplicate<R extends ConnectRecord<R>> extends ConfiguredTransformation<R, Deduplicate.Sieve> {

    /** The header of a duplicate that is tagged or routed: true. */
    static final String HEADER = "freshet.duplicate";

    private static final SchemaAndValue TRUE = new SchemaAndValue(Schema.BOOLEAN_SCHEMA, true);

    private final RecordPart part;
    private final Clock clock;

    private Deduplicate(RecordPart part, Clock clock) {
        super(DeduplicateConfig.DEFINITION);
        this.part = part;
        this.clock = clock;
    }

    /** Finds the fields in the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends Deduplicate<R> {
        public Key() {
            this(Clock.systemUTC());
        }

        Key(Clock clock) {
            super(RecordPart.KEY, clock);
        }
    }

    /** Finds the fields in the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends Deduplicate<R> {
        public Value() {
            this(Clock.systemUTC());
        }

        Value(Clock clock) {
            super(RecordPart.VALUE, clock);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Sieve sieve = configured();
        sieve.onDuplicate.refuseRouteOf(record);
        Object value = part.valueOf(record);
        return value == null ? record : sifted(sieve, record, value);
    }

    private @Nullable R sifted(Sieve sieve, R record, Object value) {
        KeyWords key = key(sieve, record, value);
        if (key == null) {
            sieve.counts.increment(Metric.WITHOUT_KEY);
            return record;
        }
        Verdict verdict = sieve.seen.judge(record, key);
        sieve.counts.increment(
                switch (verdict) {
                    case UNIQUE -> Metric.UNIQUE;
                    case DUPLICATE -> Metric.DUPLICATES;
                    case UNIQUE_AGAIN, DUPLICATE_AGAIN -> Metric.DEDUP_REPEATED;
                });
        if (!verdict.isDuplicate()) {
            return record;
        }
        if (sieve.onDuplicate.kind() == Fallback.Kind.DROP && verdict == Verdict.DUPLICATE) {
            sieve.counts.increment(Metric.DUPLICATES_DROPPED);
        }
        return sieve.onDuplicate.take(
                record, HEADER, TRUE, "a record with the same key has passed within the window", null);
    }

    private static @Nullable KeyWords key(Sieve sieve, ConnectRecord<?> record, Object value) {
        try {
            return sieve.fields.of(value);
        } catch (DataException e) {
            throw new DataException(
                    Fallback.position(record) + ": Setting 'key' (" + sieve.fields + "): " + e.getMessage(), e);
        }
    }

    @Override
    protected Sieve configured(Map<String, ?> settings) {
        DeduplicateConfig config = new DeduplicateConfig(settings);
        RecordCounts counts = SharedCounts.acquire(Metric.Group.DEDUPLICATE, config.metricsName());
        Passed passed = new Passed(config.window(), config.maxKeys(), counts);
        return new Sieve(
                config.fields(), new Seen(passed, config.isByRecordTime(), clock), config.onDuplicate(), counts);
    }

    /** All that the settings make. */
    record Sieve(KeyFields fields, Seen seen, Fallback onDuplicate, RecordCounts counts) implements Counted {}
}
