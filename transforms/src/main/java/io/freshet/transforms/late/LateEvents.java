package io.freshet.transforms.late;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.metrics.SharedCounts;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.PluginVersion;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.transforms.Transformation;
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
public final class LateEvents<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The header of a late record that is tagged or routed: by how many milliseconds it was behind the watermark, an int64. */
    static final String HEADER = "freshet.late";

    private @Nullable Watch watch;

    @Override
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Watch watch = watch();
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
    public ConfigDef config() {
        return LateEventsConfig.DEFINITION;
    }

    /**
     * Reads the settings, and forgets all watermarks.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    @Override
    public void configure(Map<String, ?> settings) {
        close();
        LateEventsConfig config = new LateEventsConfig(settings);
        watch = new Watch(
                new Partitions(config.allowedLateness(), config.maxPartitions()),
                config.onLate(),
                SharedCounts.acquire(Metric.Group.LATE_EVENTS, config.metricsName()));
    }

    private Watch watch() {
        if (watch == null) {
            throw new IllegalStateException("LateEvents is used before configure");
        }
        return watch;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.counts.close();
            watch = null;
        }
    }

    /** All that {@code configure} sets. */
    private record Watch(Partitions partitions, Fallback onLate, RecordCounts counts) {}
}
