package io.freshet.transforms.table;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.WorkerMetrics;
import io.freshet.transforms.table.cache.HistoryCounts;
import io.freshet.transforms.table.cache.Rows;
import io.freshet.transforms.table.cache.VersionedRows;
import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.codec.Codecs;
import io.freshet.transforms.table.codec.HeartbeatReader;
import io.freshet.transforms.table.feed.HeartbeatFeed;
import io.freshet.transforms.table.feed.Watermark;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The times of a table's changes, and up to which of them all are known; nothing where it has no history. */
final class TableHistory implements AutoCloseable {

    private final HistoryConfig config;
    private final HistoryCounts counts = new HistoryCounts();
    private final Watermark watermark = new Watermark();
    private final HeartbeatReader reader;
    private final @Nullable HeartbeatFeed heartbeats;

    TableHistory(TableConfig table, Codecs codecs) {
        this.config = table.history();
        this.reader = codecs.heartbeats();
        this.heartbeats = config.heartbeatTopic().isEmpty()
                ? null
                : new HeartbeatFeed(
                        config.heartbeatTopic(),
                        table.topic(),
                        table.consumerSettings(),
                        reader::time,
                        watermark::heartbeat);
    }

    void start() {
        if (heartbeats != null) {
            heartbeats.start();
        }
    }

    void measure(WorkerMetrics.Set metrics, Supplier<Rows> served) {
        if (config.isKept()) {
            metrics.gauge(
                            Metric.HISTORY_VERSIONS,
                            () -> served.get() instanceof VersionedRows rows ? rows.superseded() : 0)
                    .count(Metric.CHANGES_LATE, counts::lateChanges)
                    .count(Metric.HISTORY_EXPIRED, counts::expiredReads)
                    .gauge(Metric.WATERMARK_AGE, () -> age(watermark.time()));
        }
    }

    private static double age(long time) {
        return time == Watermark.NONE ? Double.NaN : (System.currentTimeMillis() - time) / 1e3;
    }

    Watermark watermark() {
        return watermark;
    }

    VersionedRows emptyRows() {
        return new VersionedRows(config.kept(), counts);
    }

    /**
     * Returns a change with the time that it has by the settings, null if it tells nothing new.
     *
     * @throws BadChangeException if it tells no time
     */
    @Nullable
    Change timed(RawChange raw, Change change, Rows rows) {
        if (!config.isKept()) {
            return change;
        }
        if (config.changeTime() == ChangeTime.RECORD) {
            return at(raw.timestamp(), change);
        }
        if (change.time() != Change.UNKNOWN) {
            return change;
        }
        if (change instanceof Change.Delete delete) {
            // A tombstone, which follows a delete that has told its time, unless compaction has dropped that.
            return rows.find(delete.key(), Rows.LATEST) == null ? null : at(raw.timestamp(), delete);
        }
        throw new BadChangeException(
                raw,
                "The message does not tell when its source changed, as " + HistoryConfig.HISTORY + " with "
                        + HistoryConfig.CHANGE_TIME + "=source needs. Have the connector tell it (with"
                        + " ExtractNewRecordState: add.fields=source.ts_ms), or set " + HistoryConfig.CHANGE_TIME
                        + "=record");
    }

    private static Change at(long time, Change change) {
        if (change instanceof Change.Upsert upsert) {
            return new Change.Upsert(upsert.key(), upsert.row(), time, upsert.logPosition(), upsert.transaction());
        }
        if (change instanceof Change.Delete delete) {
            return new Change.Delete(delete.key(), time, delete.logPosition(), delete.transaction());
        }
        return new Change.Truncate(time, change.logPosition());
    }

    /** Notes up to where each partition has been read, and with it the times of the changes. */
    void reached(Map<Integer, Long> next, Rows rows) {
        if (rows instanceof VersionedRows versioned) {
            watermark.reached(next, versioned::streamTime);
        }
    }

    @Override
    public void close() {
        if (heartbeats != null) {
            heartbeats.close();
        }
        reader.close();
        watermark.end();
    }
}
