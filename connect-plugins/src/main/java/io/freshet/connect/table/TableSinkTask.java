package io.freshet.connect.table;

import io.freshet.connect.table.batch.ChangeBatch;
import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.SqlProblem;
import io.freshet.connect.table.metrics.Count;
import io.freshet.connect.table.metrics.TaskMetrics;
import io.freshet.connect.table.offset.FencedException;
import io.freshet.connect.table.offset.MovedException;
import io.freshet.connect.table.offset.OpenPartitions;
import io.freshet.connect.table.offset.StoredOffsets;
import io.freshet.connect.table.read.ChangeReader;
import io.freshet.connect.table.shape.Tables;
import io.freshet.connect.table.write.BatchWriter;
import io.freshet.connect.table.write.Written;
import io.freshet.transforms.record.PluginVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the rows of some partitions. */
public final class TableSinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(TableSinkTask.class);

    private final OpenPartitions partitions = new OpenPartitions();
    private @Nullable Stages stages;

    private record Stages(
            Database database,
            StoredOffsets offsets,
            Tables tables,
            ChangeReader reader,
            BatchWriter writer,
            BadRecords badRecords,
            Patience patience,
            TaskMetrics metrics,
            boolean byTime) {}

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> settings) {
        TableSinkConfig config = new TableSinkConfig(settings);
        Database database = new Database(config.dataSource(), config.url(), config.connectorName(), config.timeout());
        Tables tables = new Tables(database, config.createsTables(), config.evolution());
        BadRecords badRecords = new BadRecords(context.errantRecordReporter());
        BatchWriter writer = new BatchWriter(database, badRecords::refused);
        if (config.eventTime() != null) {
            writer.guard(config.rememberMicros());
        }
        stages = new Stages(
                database,
                new StoredOffsets(database, config.offsetsTable(), config.connectorName(), Clock.systemUTC()),
                tables,
                new ChangeReader(config.reader(), tables::layout, tables::existing),
                writer,
                badRecords,
                new Patience(config.retryTimeout(), System::nanoTime),
                new TaskMetrics(config.connectorName(), config.task()),
                config.eventTime() != null);
    }

    /** Takes partitions over from whoever had them, and goes on where the database says. */
    @Override
    public void open(Collection<TopicPartition> opened) {
        partitions.open(opened);
        try {
            context.offset(claim(stages()));
        } catch (SQLException e) {
            if (SqlProblem.of(e) != SqlProblem.TRANSIENT) {
                throw failed(e);
            }
            LOG.warn("Partitions are opened later, with their first records: {}", SqlProblem.reason(e));
        }
    }

    private Map<TopicPartition, Long> claim(Stages use) throws SQLException {
        List<TopicPartition> unclaimed = List.copyOf(partitions.unclaimed());
        return unclaimed.isEmpty() ? Map.of() : partitions.claimed(use.offsets.claim(unclaimed));
    }

    @Override
    public void close(Collection<TopicPartition> closed) {
        partitions.close(closed);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        Stages use = stages();
        if (!use.patience.isTrying()) {
            partitions.checkPlace(records);
        }
        try {
            while (!isWritten(use, records)) {
                LOG.info("The database is not where this task left it, which goes on from there");
            }
            use.patience.afterSuccess();
        } catch (SQLException e) {
            throw retriableOrNot(use, e);
        } catch (FencedException e) {
            throw retriableOrNot(use, e);
        }
    }

    private boolean isWritten(Stages use, Collection<SinkRecord> records) throws SQLException {
        try {
            goOnAt(claim(use));
            List<SinkRecord> unwritten = partitions.unwritten(records);
            write(use, read(use, unwritten), partitions.after(unwritten));
            use.metrics.add(Count.RECORDS, unwritten.size());
            return true;
        } catch (MovedException e) {
            goOnAt(e.behind());
            return false;
        }
    }

    private ChangeBatch read(Stages use, List<SinkRecord> records) throws SQLException {
        ChangeBatch batch = new ChangeBatch(use.byTime);
        for (SinkRecord record : records) {
            try {
                use.reader.read(record, batch::add);
            } catch (DataException e) {
                use.badRecords.report(record, e);
            }
        }
        return batch;
    }

    private void write(Stages use, ChangeBatch batch, Map<TopicPartition, Long> next) throws SQLException {
        if (!next.isEmpty()) {
            List<List<Change>> tables = batch.byTable();
            for (List<Change> table : tables) {
                use.writer.prepare(table);
            }
            use.writer.takeWritten();
            long begin = System.nanoTime();
            use.database.inTransaction(connection -> writeIn(connection, use, tables, next));
            use.metrics.add(Count.WRITE_TIME, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            count(use, batch);
        }
        partitions.written(next);
        use.metrics.add(Count.BAD_RECORDS, use.badRecords.done());
    }

    private static void count(Stages use, ChangeBatch batch) {
        Written written = use.writer.takeWritten();
        use.metrics.add(Count.TRANSACTIONS, 1);
        use.metrics.add(Count.ROWS_PUT, written.put());
        use.metrics.add(Count.ROWS_DELETED, written.deleted());
        use.metrics.add(Count.STALE, written.stale());
        use.metrics.add(Count.COALESCED, batch.coalesced());
    }

    private boolean writeIn(
            Connection connection, Stages use, List<List<Change>> tables, Map<TopicPartition, Long> next)
            throws SQLException {
        partitions.check(next.keySet(), use.offsets.locked(connection, next.keySet()));
        for (List<Change> table : tables) {
            use.writer.write(connection, table);
        }
        use.offsets.advance(connection, next);
        use.badRecords.awaitReports();
        return true;
    }

    /** What was delivered from these partitions comes from another place. */
    private void goOnAt(Map<TopicPartition, Long> offsets) {
        if (!offsets.isEmpty()) {
            LOG.info("Going on where the database is: {}", offsets);
            context.offset(offsets);
            partitions.leaveOut(offsets.keySet());
        }
    }

    private ConnectException retriableOrNot(Stages use, SQLException e) {
        // Somebody may have changed a table: it is looked at anew, once.
        boolean anew = SqlProblem.isOfTheShape(e) && !use.patience.isTrying();
        if (anew) {
            use.tables.forget();
            use.reader.forget();
        }
        if (anew || SqlProblem.of(e) == SqlProblem.TRANSIENT) {
            return retriableOrNot(
                    use, new ConnectException("The database does not take the batch: " + SqlProblem.reason(e)));
        }
        return failed(e);
    }

    private ConnectException retriableOrNot(Stages use, ConnectException e) {
        long pause = use.patience.afterFailure();
        if (pause < 0) {
            return new ConnectException(
                    e.getMessage() + "; tried again for " + use.patience + " (" + TableSinkConfig.RETRY_TIMEOUT + ")",
                    e);
        }
        use.metrics.add(Count.RETRIES, 1);
        context.timeout(pause);
        return new RetriableException(e.getMessage(), e);
    }

    /** Without its cause, whose message may have values of rows in it. */
    private static ConnectException failed(SQLException e) {
        return new ConnectException("The database refuses what no other record would change: " + SqlProblem.reason(e));
    }

    private Stages stages() {
        return Objects.requireNonNull(stages, "not started");
    }

    @Override
    public void stop() {
        if (stages != null) {
            stages.metrics.close();
            stages.database.close();
        }
    }
}
