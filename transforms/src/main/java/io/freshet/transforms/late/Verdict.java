package io.freshet.transforms.late;

/**
 * What was found of a record.
 *
 * @param lateBy milliseconds behind the watermark; 0 is on time
 * @param isRepeated whether it had been found before
 */
record Verdict(long lateBy, boolean isRepeated) {

    static final Verdict ON_TIME = new Verdict(0, false);
    static final Verdict ON_TIME_AGAIN = new Verdict(0, true);

    boolean isLate() {
        return lateBy > 0;
    }
}
