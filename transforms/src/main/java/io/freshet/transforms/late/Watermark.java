package io.freshet.transforms.late;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The watermark of a source's partition. Offsets of sources have no order that we know of. What makes a verdict that was given
 * hold:
 *
 * <ul>
 *   <li>A watermark never goes back, so a record that was late is late when it comes again.
 *   <li>A late record does not move it. So the record that was seen last gets the same verdict at once again, which is all that
 *       a send which is tried again needs.
 *   <li>One that was on time may be behind by now. The last of these are remembered, and asked for when a record is about to be
 *       found late.
 * </ul>
 */
final class Watermark {

    private static final long NONE = Long.MIN_VALUE;

    private final long allowedLateness;
    private final RecentlyOnTime recent;
    private long greatest = NONE;

    Watermark(long allowedLateness, RecentlyOnTime recent) {
        this.allowedLateness = allowedLateness;
        this.recent = recent;
    }

    /**
     * Judges a record.
     *
     * @param offset what tells it from others; null or empty: nothing does
     */
    Verdict judge(@Nullable Map<String, ?> offset, long time) {
        long lateBy = greatest == NONE ? 0 : greatest - allowedLateness - time;
        if (lateBy > 0) {
            return recent.has(this, offset, time) ? Verdict.ON_TIME_AGAIN : new Verdict(lateBy, false);
        }
        greatest = Math.max(greatest, time);
        recent.add(this, offset, time);
        return Verdict.ON_TIME;
    }
}
