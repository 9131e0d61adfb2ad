package io.freshet.transforms.table;

import io.freshet.transforms.table.cache.CompleteRows;
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
import io.freshet.transforms.table.feed.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table that its topic keeps fresh: feed, codec, rows. */
final class LiveTable implements Table, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveTable.class);

    private final TableConfig config;
    private final ChangeFeed feed;
    private final Codecs codecs;
    private final Listener listener = new Listener();
    private final ColumnTypes types = new ColumnTypes();
    private final ChangeStamp stamp;
    private final Readiness readiness = new Readiness();
    private final long openedAt = System.nanoTime();

    /** What the feed writes; while it starts over, another than what is served. */
    private volatile Rows written;

    private volatile Rows served;

    private LiveTable(TableConfig config) {
        this.config = config;
        this.stamp = config.stamp();
        this.written = emptyRows();
        this.served = written;
        this.codecs = config.codecs();
        this.feed = new ChangeFeed(config.topic(), config.consumerSettings(), listener);
    }

    /** Opens a table and returns at once: it loads in the background. */
    static LiveTable open(TableConfig config) {
        LiveTable table = new LiveTable(config);
        table.feed.start();
        return table;
    }

    private Rows emptyRows() {
        return config.keyColumns().isEmpty() ? new CompleteRows() : new RowsByColumns(config.keyColumns());
    }

    @Override
    public @Nullable Row find(RowKey key, long asOf) {
        Throwable failure = readiness.failure();
        if (failure != null) {
            throw failed(failure);
        }
        return served.find(key, asOf);
    }

    @Override
    public Columns columns() {
        return types.columns();
    }

    @Override
    public void awaitReady(Duration timeout) {
        try {
            switch (readiness.await(timeout)) {
                case READY -> {}
                case FAILED -> throw failed(readiness.failure());
                case TIMED_OUT -> throw notReady(timeout);
            }
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

    private TableUnavailableError notReady(Duration timeout) {
        Throwable trouble = readiness.trouble();
        return new TableUnavailableError(
                "The table of " + config.topic() + " has not loaded within " + timeout.toMillis()
                        + "ms (table.ready.timeout); it has " + served.count() + " rows by now. "
                        + (trouble == null ? "The topic is still being read" : trouble.getMessage()),
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

        @Override
        public void change(RawChange raw) {
            any = true;
            try {
                codec.decode(raw, change -> apply(raw, change));
            } catch (BadChangeException e) {
                bad(e);
            } catch (DataException e) {
                bad(new BadChangeException(raw, e));
            }
        }

        private void bad(BadChangeException e) {
            if (!config.skipsBadChanges()) {
                throw e;
            }
            LOG.warn("Skipping a message of the table's topic: {}", e.getMessage());
        }

        private void apply(RawChange raw, Change change) {
            if (change instanceof Change.Upsert told) {
                Change.Upsert upsert = stamp.on(raw, told);
                observer.observe(upsert.row());
                if (!written.put(upsert)) {
                    throw new BadChangeException(
                            raw,
                            "A large value that did not change is not in the message, and not known from before."
                                    + " Give the table REPLICA IDENTITY FULL, or do not compact its topic");
                }
            } else if (change instanceof Change.Delete delete) {
                written.remove(delete);
            } else if (change instanceof Change.Truncate truncate && feed.isTotallyOrdered()) {
                written.truncate(truncate);
            } else {
                throw new BadChangeException(
                        raw,
                        "A truncation has a place among the changes only in a topic of one partition without compaction");
            }
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
            return (readers.stream().anyMatch(reader -> reader.any) && !isInSnapshot())
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
            closeAllBut(1);
            readiness.markReady();
            LOG.info(
                    "The table of {} is loaded: {} rows, {} ms after it was opened",
                    config.topic(),
                    served.count(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedAt));
        }

        @Override
        public void startsOver() {
            closeAllBut(1);
            readers.get(0).startOver();
            written = emptyRows();
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
        }
    }
}
