package io.freshet.transforms.late;

import io.freshet.transforms.record.Judged;
import io.freshet.transforms.record.Origin;

/** The watermark of a topic's partition in a sink connector, whose records have offsets that tell which were judged. */
final class SinkWatermark {

    /** How many runs of late records are remembered for a rewind, of 24 bytes each. */
    static final int RUNS = 10_000;

    final Origin.Partition partition;
    private final long allowedLateness;
    private final Judged judged = new Judged(RUNS);
    private long greatest = Long.MIN_VALUE;

    SinkWatermark(Origin.Partition partition, long allowedLateness) {
        this.partition = partition;
        this.allowedLateness = allowedLateness;
    }

    /** Judges a record, or says what was found before: the watermark that it was behind is kept with each run. */
    Verdict judge(long offset, long time) {
        if (judged.isBehind(offset)) {
            long watermark = judged.at(offset);
            boolean late = watermark != Judged.LET_THROUGH && watermark != Judged.UNKNOWN;
            return late ? new Verdict(Math.max(watermark - time, 1), true) : Verdict.ON_TIME_AGAIN;
        }
        long watermark = greatest == Long.MIN_VALUE ? Long.MIN_VALUE : greatest - allowedLateness;
        if (time < watermark) {
            judged.caught(offset, watermark);
            return new Verdict(watermark - time, false);
        }
        judged.letThrough(offset);
        greatest = Math.max(greatest, time);
        return Verdict.ON_TIME;
    }
}
