package io.freshet.comparisons.host;

/**
 * What a client has done.
 *
 * @param seconds how long it took
 * @param cpuSeconds CPU time of the client and its broker meanwhile
 */
record Work(long records, double seconds, double cpuSeconds) {
    static final Work NONE = new Work(0, 0, 0);

    Work plus(Work other) {
        return new Work(records + other.records, seconds + other.seconds, cpuSeconds + other.cpuSeconds);
    }

    double perSecond() {
        return records / seconds;
    }

    double cpuSecondsPerMillion() {
        return cpuSeconds / records * 1e6;
    }
}
