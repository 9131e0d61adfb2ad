package io.freshet.transforms.eventtime;

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
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the time in a field the record's timestamp, which is in milliseconds since the epoch; finer fractions are cut off. The
 * time that the record came with, and the one at which it is processed, are kept where they are asked for. A record without a
 * key, or value, stays as it is.
 *
 * <p>A time that is not there, cannot be read or cannot be true gives a {@link DataException}, unless the settings say
 * otherwise.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class EventTime<R extends ConnectRecord<R>> extends ConfiguredTransformation<R, EventTime.Timing> {

    /** The header of a record that has no time in its field, where that is tagged or routed; its value names the field. */
    static final String MISSING_HEADER = "freshet.event-time.missing";

    /** The header of a record whose time cannot be read, where that is tagged or routed; its value says why. */
    static final String ERROR_HEADER = "freshet.event-time.error";

    /** The header of a record whose time cannot be true, where that is tagged or routed; its value says why. */
    static final String IMPLAUSIBLE_HEADER = "freshet.event-time.implausible";

    private final RecordPart part;
    private final Clock clock;

    private EventTime(RecordPart part, Clock clock) {
        super(EventTimeConfig.DEFINITION);
        this.part = part;
        this.clock = clock;
    }

    /** Finds the time in the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends EventTime<R> {
        public Key() {
            this(Clock.systemUTC());
        }

        Key(Clock clock) {
            super(RecordPart.KEY, clock);
        }
    }

    /** Finds the time in the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends EventTime<R> {
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
        Object value = part.valueOf(record);
        return value == null ? record : timed(configured(), record, value);
    }

    private @Nullable R timed(Timing timing, R record, Object value) {
        Long time;
        try {
            time = timing.field.in(value, part.schemaOf(record));
        } catch (DataException e) {
            timing.counts.increment(Metric.TIMES_UNREADABLE);
            return untimed(timing, record, timing.onError, ERROR_HEADER, String.valueOf(e.getMessage()), e);
        }
        if (time == null) {
            timing.counts.increment(Metric.TIMES_MISSING);
            String why = "Field " + timing.field + ": expecting a time. Found: null";
            return untimed(timing, record, timing.onMissing, MISSING_HEADER, why, null);
        }
        String objection = timing.plausible.objectionTo(time);
        if (objection != null) {
            timing.counts.increment(Metric.TIMES_IMPLAUSIBLE);
            String why = "Field " + timing.field + ": " + objection;
            return untimed(timing, record, timing.onImplausible, IMPLAUSIBLE_HEADER, why, null);
        }
        timing.counts.increment(Metric.TIMES_SET);
        return timing.kept.addTo(record, part, time);
    }

    /** A record that goes on has the times that are known: all records of a topic have the same fields. */
    private @Nullable R untimed(
            Timing timing, R record, Fallback fallback, String header, String why, @Nullable DataException cause) {
        R taken = fallback.take(record, header, why, cause);
        if (taken == null) {
            timing.counts.increment(Metric.TIMES_DROPPED);
            return null;
        }
        return fallback.goesOn() ? timing.kept.addTo(taken, part, null) : taken;
    }

    @Override
    protected Timing configured(Map<String, ?> settings) {
        EventTimeConfig config = new EventTimeConfig(settings);
        return new Timing(
                config.field(),
                new Plausible(config.notBefore(), config.maxFuture(), clock),
                config.kept(clock),
                config.onMissing(),
                config.onError(),
                config.onImplausible(),
                SharedCounts.acquire(Metric.Group.EVENT_TIME, config.metricsName()));
    }

    /** All that the settings make. */
    record Timing(
            TimeField field,
            Plausible plausible,
            KeptTimes kept,
            Fallback onMissing,
            Fallback onError,
            Fallback onImplausible,
            RecordCounts counts)
            implements Counted {}
}
