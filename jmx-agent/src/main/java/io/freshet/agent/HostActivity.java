package io.freshet.agent;

/**
 * Whether the host leaves time for work that can wait: not while it starts, which shows in the classes that it loads, nor
 * while it registers metrics.
 */
final class HostActivity {
    /** So many looks in a row must find little that is new. */
    private static final int LOOKS_IN_A_PAUSE = 3;

    /** Some hosts are never quiet. */
    private static final int MOST_LOOKS = 30;

    /** What a host loads now and then, long after its start. */
    private static final int FEW_CLASSES = 20;

    private static final int MOST_WAITING = 100_000;

    private int waitingBefore;
    private long classesBefore;
    private int quietLooks;
    private int looks;

    /** Told about once per second how many notes wait, and how many classes were loaded so far. */
    boolean pauses(int waiting, long classes) {
        boolean quiet = waiting == waitingBefore && classes - classesBefore <= FEW_CLASSES;
        quietLooks = quiet ? quietLooks + 1 : 0;
        waitingBefore = waiting;
        classesBefore = classes;
        boolean pauses = quietLooks >= LOOKS_IN_A_PAUSE || ++looks >= MOST_LOOKS || waiting > MOST_WAITING;
        if (pauses) {
            looks = 0;
            // What is applied now is no change to wait after.
            waitingBefore = 0;
        }
        return pauses;
    }
}
