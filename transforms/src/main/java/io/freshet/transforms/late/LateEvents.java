package io.freshet.transforms.late;

import io.freshet.transforms.metrics.Counted;
import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.ConfiguredTransformation;
import io.freshet.transforms.record.Fallback;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds events that are late: the timestamp of each record is compared with the watermark of the partition that it comes from,
 * which is the greatest timestamp seen there so far, less the lateness that is allowed. A partition is one of a topic in a sink
 * connector, what the connector calls a source partition in a source connector; none holds another back.
 *
 * <p>A record that comes again, because it is sent or put again, gets the verdict it had, and does not move a watermark. A task
 * that starts knows no watermark: the first record of each partition is not late.
 *
 * @param <R> the type of record, of a source or a sink
 */
public final class LateEvents<R extends ConnectRecord<R>> extends ConfiguredTransformation<R, LateEvents.Watch> {

    /** The header of a late record that is tagged or routed: by how many milliseconds it was behind the watermark, an int64. */
    static final String HEADER = "freshet.late";

    /** Makes one that is to be configured. */
    public LateEvents() {
        super(LateEventsConfig.DEFINITION);
    }

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Watch watch = configured();
        watch.onLate.refuseRouteOf(record);
        Long time = record.timestamp();
        if (time == null || time < 0) {
            watch.counts.increment(Metric.LATE_UNTIMED);
            return record;
        }
        Verdict verdict = watch.partitions.judge(record, time);
        watch.counts.increment(
                verdict.isRepeated() ? Metric.LATE_REPEATED : verdict.isLate() ? Metric.LATE : Metric.ON_TIME);
        return verdict.isLate() ? late(watch, record, verdict) : record;
    }

    private @Nullable R late(Watch watch, R record, Verdict verdict) {
        if (watch.onLate.kind() == Fallback.Kind.DROP && !verdict.isRepeated()) {
            watch.counts.increment(Metric.LATE_DROPPED);
        }
        SchemaAndValue lateBy = new SchemaAndValue(Schema.INT64_SCHEMA, verdict.lateBy());
        return watch.onLate.take(
                record, HEADER, lateBy, "its event is late by " + verdict.lateBy() + "ms (allowed.lateness)", null);
    }

    @Override
    protected Watch configured(Map<String, ?> settings) {
        LateEventsConfig config = new LateEventsConfig(settings);
        return new Watch(
                new Partitions(config.allowedLateness(), config.maxPartitions()),
                config.onLate(),
                SharedCounts.acquire(Metric.Group.LATE_EVENTS, config.metricsName()));
    }

    /** All that the settings make. */
    record Watch(Partitions partitions, Fallback onLate, RecordCounts counts) implements Counted {}
}
