package io.freshet.transforms.late;

import io.freshet.transforms.record.Origin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The watermarks of the partitions that a task reads, those that were read last. One that has been left out for others begins
 * anew when it comes again. Used by one thread.
 */
final class Partitions {

    private final long allowedLateness;
    private final RecentlyOnTime recent = new RecentlyOnTime();
    private final Map<Object, Watermark> sources;
    private final Map<Origin.Partition, SinkWatermark> sinks;
    private @Nullable Object lastSource;
    private @Nullable Watermark lastWatermark;
    private @Nullable SinkWatermark lastSink;

    /**
     * @param allowedLateness by how much a record may be behind the greatest time
     * @param most how many partitions are known at a time
     */
    Partitions(Duration allowedLateness, int most) {
        this.allowedLateness = allowedLateness.toMillis();
        this.sources = bounded(most);
        this.sinks = bounded(most);
    }

    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Compares a record's time with the watermark of where it comes from, and moves that. */
    Verdict judge(ConnectRecord<?> record, long time) {
        if (record instanceof SinkRecord sink) {
            return sink(sink).judge(sink.originalKafkaOffset(), time);
        }
        if (record instanceof SourceRecord source) {
            return source(source).judge(source.sourceOffset(), time);
        }
        return Verdict.ON_TIME;
    }

    private SinkWatermark sink(SinkRecord record) {
        SinkWatermark last = lastSink;
        if (last == null || !last.partition.isOf(record)) {
            last = sinks.computeIfAbsent(
                    Origin.partition(record), partition -> new SinkWatermark(partition, allowedLateness));
            lastSink = last;
        }
        return last;
    }

    private Watermark source(SourceRecord record) {
        Object partition = record.sourcePartition() == null ? Map.of() : record.sourcePartition();
        Watermark last = lastWatermark;
        if (last == null || lastSource != partition) {
            last = sources.computeIfAbsent(partition, added -> new Watermark(allowedLateness, recent));
            lastSource = partition;
            lastWatermark = last;
        }
        return last;
    }
}
