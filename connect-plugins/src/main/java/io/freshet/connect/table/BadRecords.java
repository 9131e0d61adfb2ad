package io.freshet.connect.table;

import io.freshet.connect.table.change.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reports the bad records of a batch, each once, however often the batch is tried. */
final class BadRecords {

    private final @Nullable ErrantRecordReporter reporter;
    private final Set<Place> told = new HashSet<>();
    private final List<Future<Void>> sending = new ArrayList<>();

    private record Place(String topic, int partition, long offset) {}

    BadRecords(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    void refused(Change change, String reason) {
        report(
                change.record(),
                new DataException(
                        "The database refuses a row of " + change.layout().table() + ": " + reason));
    }

    /** @throws ConnectException if bad records are not tolerated */
    void report(SinkRecord record, DataException problem) {
        if (reporter == null) {
            throw new ConnectException(
                    "A record cannot be written: " + record.originalTopic() + "-" + record.originalKafkaPartition()
                            + " at offset " + record.originalKafkaOffset() + ": " + problem.getMessage(),
                    problem);
        }
        Place place = new Place(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
        if (told.add(place)) {
            sending.add(reporter.report(record, problem));
        }
    }

    /** Waits until what was reported is where it cannot get lost; before that, its offset may not be stored. */
    void awaitReports() {
        for (Future<Void> report : sending) {
            try {
                report.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("Interrupted while a bad record was reported", e);
            } catch (ExecutionException e) {
                throw new ConnectException("A bad record could not be reported", e.getCause());
            }
        }
        sending.clear();
    }

    /** Returns how many records of the batch are bad, and forgets them: the batch is written. */
    int done() {
        int count = told.size();
        told.clear();
        return count;
    }
}
