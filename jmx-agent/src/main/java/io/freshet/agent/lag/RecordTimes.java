package io.freshet.agent.lag;

import io.freshet.agent.lag.OffsetHistory.Estimate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When the next record of a group came, of the history of its partition where that is exact enough. Else the partition is
 * asked which record is the first since some time, and so the history is filled in where it is needed: further and further
 * back until it reaches, then halving. Each round asks for one time of each partition.
 *
 * <p>This needs no record to be read, and so neither the right to read any nor the libraries to decompress them.
 */
final class RecordTimes {
    /** Farther apart than this share of its age, two points are too far for an answer in between. */
    private static final int PARTS_OF_AGE = 20;

    /** An answer that is off by so much at most is as good as it gets: looks may be missed, and the history is thinned. */
    private static final int MOST_INTERVALS = 3;

    private static final int FARTHER = 4;

    private final LogSource source;
    private final long intervalMillis;

    RecordTimes(LogSource source, long intervalMillis) {
        this.source = source;
        this.intervalMillis = intervalMillis;
    }

    /** When the record of this offset came, in milliseconds since 1970; NaN where that is not known exactly enough. */
    double of(long offset, OffsetHistory history, long now) {
        Estimate estimate = history.timeOf(offset);
        return estimate != null && isExact(estimate, now) ? Math.min(now, estimate.timeMillis()) : Double.NaN;
    }

    /** Asks for what is missing, in so many rounds at most. */
    void find(
            Map<PartitionId, Set<Long>> wanted, Function<PartitionId, OffsetHistory> histories, long now, Budget budget)
            throws InterruptedException {
        Map<PartitionId, Long> questions = questions(wanted, histories, now);
        while (!questions.isEmpty() && budget.take()) {
            Map<PartitionId, RecordTime> answers = source.firstSince(questions, budget.millis());
            if (answers.isEmpty()) {
                return;
            }
            Map<PartitionId, Long> asked = questions;
            answers.forEach((partition, record) -> {
                Long time = asked.get(partition);
                Set<Long> offsets = wanted.get(partition);
                if (time != null && offsets != null) {
                    learn(histories.apply(partition), time, record, offsets);
                }
            });
            questions = questions(wanted, histories, now);
            // Whoever gives no answer now is not asked again until the next time.
            questions.keySet().retainAll(answers.keySet());
        }
    }

    private Map<PartitionId, Long> questions(
            Map<PartitionId, Set<Long>> wanted, Function<PartitionId, OffsetHistory> histories, long now) {
        Map<PartitionId, Long> questions = new HashMap<>();
        wanted.forEach((partition, offsets) -> {
            Long question = question(offsets, histories.apply(partition), now);
            if (question != null) {
                questions.put(partition, question);
            }
        });
        return questions;
    }

    private @Nullable Long question(Set<Long> offsets, OffsetHistory history, long now) {
        for (long offset : offsets) {
            Estimate estimate = history.timeOf(offset);
            if (estimate == null) {
                long first = history.firstTime();
                // Nothing is older than the oldest.
                return first <= 0
                        ? null
                        : Long.valueOf(Math.max(0, now - FARTHER * Math.max(now - first, intervalMillis)));
            }
            if (!isExact(estimate, now)) {
                return estimate.middle();
            }
        }
        return null;
    }

    private boolean isExact(Estimate estimate, long now) {
        long age = now - estimate.timeMillis();
        return estimate.errorMillis() <= Math.max(MOST_INTERVALS * intervalMillis, age / PARTS_OF_AGE);
    }

    private static void learn(OffsetHistory history, long time, RecordTime record, Set<Long> offsets) {
        if (record.offset() < 0) {
            // All records are older.
            history.learn(time, Long.MAX_VALUE, time);
            return;
        }
        if (time == 0) {
            long before = offsets.stream().mapToLong(Long::longValue).min().orElse(record.offset());
            history.learnOldest(before, record.offset(), record.timestamp());
            return;
        }
        history.learn(time, record.offset(), Math.max(time, record.timestamp()));
    }

    /** How many rounds, and until when. */
    interface Budget {
        /** Takes a round; false when there is none left. */
        boolean take();

        /** How long an answer may take now. */
        long millis();
    }
}
