package io.freshet.transforms.dedup;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.PluginVersion;
import io.freshet.transforms.record.RecordPart;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
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
public abstract class Deduplicate<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The header of a duplicate that is tagged or routed: true. */
    static final String HEADER = "freshet.duplicate";

    private static final SchemaAndValue TRUE = new SchemaAndValue(Schema.BOOLEAN_SCHEMA, true);

    private final RecordPart part;
    private final Clock clock;
    private @Nullable Sieve sieve;

    private Deduplicate(RecordPart part, Clock clock) {
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
        Sieve sieve = sieve();
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
    public ConfigDef config() {
        return DeduplicateConfig.DEFINITION;
    }

    /**
     * Reads the settings, and forgets all keys.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    @Override
    public void configure(Map<String, ?> settings) {
        close();
        DeduplicateConfig config = new DeduplicateConfig(settings);
        RecordCounts counts = SharedCounts.acquire(Metric.Group.DEDUPLICATE, config.metricsName());
        Passed passed = new Passed(config.window(), config.maxKeys(), counts);
        sieve = new Sieve(
                config.fields(), new Seen(passed, config.isByRecordTime(), clock), config.onDuplicate(), counts);
    }

    private Sieve sieve() {
        if (sieve == null) {
            throw new IllegalStateException("Deduplicate is used before configure");
        }
        return sieve;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void close() {
        if (sieve != null) {
            sieve.counts.close();
            sieve = null;
        }
    }

    /** All that {@code configure} sets. */
    private record Sieve(KeyFields fields, Seen seen, Fallback onDuplicate, RecordCounts counts) {}
}
