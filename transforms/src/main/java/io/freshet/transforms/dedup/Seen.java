package io.freshet.transforms.dedup;

import io.freshet.transforms.record.Judged;
import io.freshet.transforms.record.Origin;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells a record that comes again from a duplicate. A sink's records come in the order of their offsets, so one whose offset
 * was passed has come before. Of a source's, a send that is tried again brings the one that was seen last; one that is read
 * again has the source partition and offset of the one that passed with its key. Used by one thread.
 */
final class Seen {

    /** How many runs of duplicates of a partition are remembered for a rewind, of 24 bytes each. */
    private static final int RUNS = 10_000;

    private final Passed passed;
    private final boolean byRecordTime;
    private final Clock clock;

    /** As many as the task has been given partitions of topics. */
    private final Map<Origin.Partition, Judged> sinks = new HashMap<>();

    private Origin.@Nullable Partition lastPartition;
    private @Nullable Judged lastJudged;

    private final Places places = new Places();

    private int lastEntry = Passed.NONE;
    private long lastPlace;
    private Verdict lastVerdict = Verdict.UNIQUE;

    /**
     * @param byRecordTime whether windows go by the timestamps of records, where they have one, or by the clock
     */
    Seen(Passed passed, boolean byRecordTime, Clock clock) {
        this.passed = passed;
        this.byRecordTime = byRecordTime;
        this.clock = clock;
    }

    Verdict judge(ConnectRecord<?> record, KeyWords key) {
        if (record instanceof SinkRecord sink) {
            return judge(sink, key);
        }
        return record instanceof SourceRecord source ? judge(source, key) : verdict(key, time(record));
    }

    /** What is not known any more goes through: it may not have reached the sink. */
    private Verdict judge(SinkRecord record, KeyWords key) {
        Judged judged = judged(record);
        long offset = record.originalKafkaOffset();
        if (judged.isBehind(offset)) {
            long found = judged.at(offset);
            boolean through = found == Judged.LET_THROUGH || found == Judged.UNKNOWN;
            return through ? Verdict.UNIQUE_AGAIN : Verdict.DUPLICATE_AGAIN;
        }
        Verdict verdict = verdict(key, time(record));
        if (verdict.isDuplicate()) {
            judged.caught(offset, 0);
        } else {
            judged.letThrough(offset);
        }
        return verdict;
    }

    private Judged judged(SinkRecord record) {
        if (lastJudged == null || lastPartition == null || !lastPartition.isOf(record)) {
            lastPartition = Origin.partition(record);
            lastJudged = sinks.computeIfAbsent(lastPartition, added -> new Judged(RUNS));
        }
        return lastJudged;
    }

    private Verdict judge(SourceRecord record, KeyWords key) {
        long place = places.of(record);
        int entry = passed.find(key);
        if (entry != Passed.NONE && entry == lastEntry && place == lastPlace) {
            return lastVerdict.again();
        }
        lastVerdict = verdict(key, entry, time(record), Places.isVague(record) ? Places.NONE : place);
        lastEntry = entry == Passed.NONE ? passed.newest() : entry;
        lastPlace = place;
        return lastVerdict;
    }

    private Verdict verdict(KeyWords key, long time) {
        return verdict(key, passed.find(key), time, Places.NONE);
    }

    private Verdict verdict(KeyWords key, int entry, long time, long place) {
        if (entry == Passed.NONE) {
            passed.add(key, time, place);
            return Verdict.UNIQUE;
        }
        if (place != Places.NONE && place == passed.placeOf(entry)) {
            return Verdict.UNIQUE_AGAIN;
        }
        if (passed.isWithin(entry, time)) {
            return Verdict.DUPLICATE;
        }
        passed.renew(entry, time, place);
        return Verdict.UNIQUE;
    }

    private long time(ConnectRecord<?> record) {
        Long time = byRecordTime ? record.timestamp() : null;
        return time == null ? clock.millis() : time;
    }
}
