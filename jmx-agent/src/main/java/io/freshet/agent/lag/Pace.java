package io.freshet.agent.lag;

/** How fast an offset goes on that moves in steps, over the last half hour to hour. */
final class Pace {
    private static final long STRETCH_MILLIS = 30 * 60_000L;

    private long fromOffset;
    private long fromMillis;
    private long middleOffset;
    private long middleMillis;
    private long offset;
    private long millis;

    Pace(long offset, long timeMillis) {
        fromOffset = middleOffset = this.offset = offset;
        fromMillis = middleMillis = millis = timeMillis;
    }

    void add(long newOffset, long timeMillis) {
        if (timeMillis - middleMillis >= STRETCH_MILLIS) {
            fromOffset = middleOffset;
            fromMillis = middleMillis;
            middleOffset = newOffset;
            middleMillis = timeMillis;
        }
        offset = newOffset;
        millis = timeMillis;
    }

    /** Offsets per second; 0 until there is something to compare with. */
    double perSecond() {
        return millis == fromMillis ? 0 : Math.max(0, offset - fromOffset) * 1e3 / (millis - fromMillis);
    }
}
