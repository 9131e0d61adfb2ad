package io.freshet.transforms.table;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.WorkerMetrics;
import io.freshet.transforms.table.cache.CompleteRows;
import io.freshet.transforms.table.cache.RowWriter;
import io.freshet.transforms.table.cache.Rows;
import io.freshet.transforms.table.cache.RowsByColumns;
import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.codec.ChangeCodec;
import io.freshet.transforms.table.codec.Codecs;
import io.freshet.transforms.table.feed.ChangeFeed;
import io.freshet.transforms.table.feed.FeedHealth;
import io.freshet.transforms.table.feed.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table that its topic keeps fresh: feed, codec, rows. */
final class LiveTable implements Table, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveTable.class);

    /** One message in so many asks for the time. */
    private static final long LOOK_AT_PROGRESS = 0x3FF;

    /** One message in so many has its row weighed. */
    private static final long WEIGH = 0x3F;

    private final TableConfig config;
    private final ChangeFeed feed;
    private final Codecs codecs;
    private final Listener listener = new Listener();
    private final ColumnTypes types = new ColumnTypes();
    private final ChangeStamp stamp;
    private final Readiness readiness = new Readiness();
    private final TableCounts counts = new TableCounts();
    private final RowBytes bytes = new RowBytes();
    private final LoadProgress progress;
    private final WorkerMetrics.Set metrics;
    private final TableHistory history;

    /** What this table is read from in lookup mode, null if it has all its rows. */
    private final @Nullable Lookup lookup;

    /** What the feed writes; while it starts over, another than what is served. */
    private volatile Rows written;

    private volatile Rows served;

    private LiveTable(TableConfig config, WorkerMetrics.Set metrics) {
        this.config = config;
        this.stamp = config.stamp();
        this.lookup = config.lookup()
                .map(settings -> new Lookup(settings, config.wanted()))
                .orElse(null);
        this.codecs = config.codecs();
        this.history = new TableHistory(config, codecs);
        this.written = emptyRows();
        this.served = written;
        this.metrics = metrics;
        this.progress = new LoadProgress(config.topic(), System.nanoTime());
        this.feed = new ChangeFeed(config.topic(), config.consumerSettings(), startAt(), listener);
    }

    /** Opens a table and returns at once: it loads in the background. */
    static LiveTable open(TableConfig config, WorkerMetrics.Set metrics) {
        LiveTable table = new LiveTable(config, metrics);
        table.measure();
        table.feed.start();
        table.history.start();
        return table;
    }

    private ChangeFeed.StartAt startAt() {
        return lookup == null ? ChangeFeed.StartAt.BEGINNING : ChangeFeed.StartAt.END;
    }

    private Rows emptyRows() {
        if (lookup != null) {
            return lookup.rows();
        }
        if (config.history().isKept()) {
            return history.emptyRows();
        }
        return config.keyColumns().isEmpty() ? new CompleteRows() : new RowsByColumns(config.keyColumns());
    }

    private void measure() {
        FeedHealth health = feed.health();
        metrics.gauge(Metric.READY, () -> readiness.isReady() ? 1 : 0)
                .gauge(Metric.FAILED, () -> hasFailed() ? 1 : 0)
                .gauge(Metric.FEED_UP, () -> health.trouble() == null ? 1 : 0)
                .count(Metric.FEED_FAILURES, health::failures)
                .gauge(Metric.RECORDS_LAG, health::recordsLag)
                .gauge(Metric.LAG, () -> health.recordsLag() == 0 ? 0 : seconds(health.staleness()))
                .gauge(Metric.STALENESS, () -> seconds(health.staleness()))
                .gauge(Metric.LAST_POLL, () -> seconds(health.sincePoll()))
                .gauge(Metric.LAST_CHANGE, () -> seconds(health.sinceChange()))
                .count(Metric.CHANGES_APPLIED, counts.applied::sum)
                .count(Metric.CHANGES_IGNORED, counts.ignored::sum)
                .count(Metric.CHANGES_BAD, counts.bad::sum)
                .gauge(Metric.ROWS, () -> served.count())
                .gauge(Metric.LOAD_REMAINING, health::remaining)
                .gauge(Metric.LOAD_DURATION, () -> seconds(progress.duration(System.nanoTime())));
        if (lookup == null) {
            metrics.gauge(Metric.BYTES, () -> bytes.of(served.count()));
        } else {
            lookup.measure(metrics);
        }
        history.measure(metrics, () -> served);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /** Gives up its name in the metrics, for a table that comes in its place. */
    void hideMetrics() {
        metrics.close();
    }

    @Override
    public long staleness() {
        return TimeUnit.NANOSECONDS.toMillis(feed.health().staleness());
    }

    @Override
    public @Nullable Row find(RowKey key, long asOf, boolean patiently) {
        Throwable failure = readiness.failure();
        if (failure != null) {
            throw failed(failure);
        }
        return lookup == null ? served.find(key, asOf) : lookup.find(key, patiently);
    }

    @Override
    public long watermark() {
        return history.watermark().time();
    }

    @Override
    public boolean awaitChanges(long time, long nanos) {
        try {
            return history.watermark().await(time, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TableUnavailableError("Interrupted while waiting for changes of " + config.topic(), e);
        }
    }

    @Override
    public Columns columns() {
        return lookup == null ? types.columns() : lookup.columns();
    }

    @Override
    public boolean awaitReady(Duration most) {
        try {
            return switch (readiness.await(most)) {
                case READY -> true;
                case FAILED -> throw failed(readiness.failure());
                case TIMED_OUT -> false;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TableUnavailableError("Interrupted while waiting for the table of " + config.topic(), e);
        }
    }

    private TableUnavailableError failed(@Nullable Throwable failure) {
        return new TableUnavailableError(
                "The table of " + config.topic() + " has failed: " + (failure == null ? "" : failure.getMessage()),
                failure);
    }

    @Override
    public TableUnavailableError notReady(String within, String remedy) {
        Throwable trouble = readiness.trouble();
        return new TableUnavailableError(
                "The table of " + config.topic() + " has not loaded within " + within + "; it has " + served.count()
                        + " rows by now. "
                        + (trouble == null
                                ? "The topic is still being read, "
                                        + feed.health().remaining()
                                        + " messages remain. " + remedy
                                : trouble.getMessage()),
                trouble);
    }

    /** Returns if this table will not answer again, so that who comes next needs another. */
    boolean hasFailed() {
        return readiness.failure() != null;
    }

    @Override
    public void close() {
        feed.close();
        listener.close();
        if (lookup != null) {
            lookup.close();
        }
        history.close();
        served.clear();
    }

    @Override
    public String toString() {
        return config.toString();
    }

    /** The changes that one thread reads. */
    private final class Changes implements ChangeFeed.Changes {

        private final ColumnTypes.Observer observer = types.observer();
        private ChangeCodec codec = codecs.codec();
        private boolean any;

        /** How many changes the message told that is being read. */
        private int applied;

        @Override
        public void change(RawChange raw) {
            any = true;
            try {
                applied = 0;
                codec.decode(raw, change -> applyAtItsTime(raw, change));
                counts.told(applied);
            } catch (BadChangeException e) {
                bad(e);
            } catch (DataException e) {
                bad(new BadChangeException(raw, e));
            }
            if ((raw.offset() & LOOK_AT_PROGRESS) == 0) {
                logProgress();
            }
        }

        private void logProgress() {
            String line = progress.line(
                    System.nanoTime(), written.count(), feed.health().remaining());
            if (line != null) {
                LOG.info("{}", line);
            }
        }

        private void bad(BadChangeException e) {
            counts.bad.increment();
            if (!config.skipsBadChanges()) {
                throw e;
            }
            LOG.warn("Skipping a message of the table's topic: {}", e.getMessage());
            if (lookup != null) {
                lookup.forget();
            }
        }

        private void applyAtItsTime(RawChange raw, Change change) {
            Change timed = history.timed(raw, change, written);
            if (timed != null) {
                apply(raw, timed);
            }
        }

        private void apply(RawChange raw, Change change) {
            applied++;
            RowWriter rows = written.writer(raw.partition());
            if (lookup != null) {
                lookup.apply(change);
            } else if (change instanceof Change.Upsert told) {
                Change.Upsert upsert = stamp.on(raw, told);
                observer.observe(upsert.row());
                if ((raw.offset() & WEIGH) == 0) {
                    bytes.weigh(upsert);
                }
                if (!rows.put(upsert)) {
                    throw new BadChangeException(
                            raw,
                            "A large value that did not change is not in the message, and not known from before."
                                    + " Give the table REPLICA IDENTITY FULL, or do not compact its topic");
                }
                if (config.maxRows() < Long.MAX_VALUE && written.count() > config.maxRows()) {
                    throw tooManyRows();
                }
            } else if (change instanceof Change.Delete delete) {
                rows.remove(delete);
            } else if (change instanceof Change.Truncate truncate && feed.isTotallyOrdered()) {
                rows.truncate(truncate);
            } else {
                throw new BadChangeException(
                        raw,
                        "A truncation has a place among the changes only in a topic of one partition without compaction");
            }
        }

        private IllegalStateException tooManyRows() {
            written.clear();
            return new IllegalStateException("Expecting at most " + config.maxRows()
                    + " rows (table.max.rows). There are more. Where the worker has the memory, raise it; else keep fewer"
                    + " rows in the topic, or read them from the database as they are asked for (table.mode=lookup)");
        }

        private void startOver() {
            any = false;
            codec.close();
            codec = codecs.codec();
        }
    }

    /** What the feed tells, on the feed's thread. */
    private final class Listener implements ChangeFeed.Listener {

        /** The first is the feed's own thread's; the others are gone when all that was there is read. */
        private final List<Changes> readers = new ArrayList<>();

        @Override
        public ChangeFeed.Changes changes() {
            Changes added = new Changes();
            readers.add(added);
            return added;
        }

        @Override
        public boolean isWhole(Duration quiet) {
            return lookup != null
                    || (readers.stream().anyMatch(reader -> reader.any) && !isInSnapshot())
                    || quiet.compareTo(config.quietTime()) >= 0;
        }

        /** The last of a snapshot is in one of the partitions. */
        private boolean isInSnapshot() {
            Set<ChangeCodec.Snapshot> phases = EnumSet.noneOf(ChangeCodec.Snapshot.class);
            readers.forEach(reader -> phases.add(reader.codec.snapshot()));
            return phases.contains(ChangeCodec.Snapshot.GOES_ON) && !phases.contains(ChangeCodec.Snapshot.OVER);
        }

        @Override
        public void caughtUp() {
            if (lookup != null) {
                lookup.resume();
                closeAllBut(1);
                readiness.markReady();
                LOG.info(
                        "The changes of the table of {} are followed, {} ms after it was opened: rows are looked up",
                        config.topic(),
                        TimeUnit.NANOSECONDS.toMillis(progress.end(System.nanoTime())));
                return;
            }
            for (String column : config.columns()) {
                if (written.count() > 0 && types.columns().indexOf(column) < 0) {
                    failed(new IllegalStateException(
                            "Setting '" + (config.keyColumns().contains(column) ? "table.key" : "fields")
                                    + "' names column '" + column + "', which no row has. Columns found: "
                                    + types.columns().names()));
                    return;
                }
            }
            served = written;
            history.watermark().loaded();
            closeAllBut(1);
            readiness.markReady();
            LOG.info(
                    "The table of {} is loaded: {} rows, {} ms after it was opened",
                    config.topic(),
                    served.count(),
                    TimeUnit.NANOSECONDS.toMillis(progress.end(System.nanoTime())));
        }

        @Override
        public void startsOver() {
            closeAllBut(1);
            readers.get(0).startOver();
            progress.begin(System.nanoTime());
            if (lookup != null) {
                lookup.suspend();
            }
            written = emptyRows();
            history.watermark().startsOver();
        }

        @Override
        public void reached(Map<Integer, Long> next) {
            history.reached(next, written);
        }

        private void closeAllBut(int remaining) {
            List<Changes> gone = readers.subList(Math.min(remaining, readers.size()), readers.size());
            gone.forEach(reader -> reader.codec.close());
            gone.clear();
        }

        /** Called when nobody reads any more. */
        private void close() {
            closeAllBut(0);
        }

        @Override
        public void trouble(@Nullable Throwable cause) {
            readiness.trouble(cause);
        }

        @Override
        public void failed(Throwable cause) {
            LOG.error("The table of {} has failed", config.topic(), cause);
            readiness.fail(cause);
            history.watermark().end();
        }
    }
}
